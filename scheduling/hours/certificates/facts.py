"""What a certificate says: the confirmed headline hours of one person in one local year, by role.

A discreet role is never named: its hours stand as volunteering.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from django.db.models import DurationField, ExpressionWrapper, F, Min, QuerySet, Sum
from django.db.models.functions import Greatest, Least

from scheduling.hours import split
from scheduling.hours.models import HEADLINE, CertificateSigner, HoursEntry
from volunteers.register.models import Period, Person, VolunteerRole


@dataclass(frozen=True)
class Line:
    """Hours in one role; without a role those that are not named."""

    role: VolunteerRole | None
    minutes: int


@dataclass(frozen=True)
class Facts:
    """What is certified of a person."""

    person: Person
    year: int
    since: date | None
    lines: Sequence[Line]

    @property
    def minutes(self) -> int:
        """All of them."""
        return sum(line.minutes for line in self.lines)


def _approved() -> QuerySet[HoursEntry]:
    return HoursEntry.objects.filter(state=HoursEntry.State.APPROVED, kind__in=HEADLINE)


def years_of(person: Person) -> list[int]:
    """The years of which a person can have a certificate, the latest first."""
    rows = _approved().filter(person=person).values_list("first_month__year", "last_month__year")
    return sorted({year for pair in rows.distinct() for year in pair}, reverse=True)


def years_with_hours() -> list[int]:
    """The years of which anybody can have one, the latest first."""
    rows = _approved().values_list("first_month__year", "last_month__year").distinct()
    return sorted({year for pair in rows for year in pair}, reverse=True)


def facts_of(people: Iterable[Person], *, year: int, zone: tzinfo) -> list[Facts]:
    """Of these people those with hours in a year, in the order that they come in. Three queries."""
    them = list(people)
    since, until = split.year_bounds(year, zone)
    passed = ExpressionWrapper(
        Least(F("ends_at"), until) - Greatest(F("starts_at"), since), output_field=DurationField()
    )
    rows = (
        _approved()
        .filter(person__in=[person.pk for person in them], starts_at__lt=until, ends_at__gt=since)
        .values("person_id", "role_id")
        .annotate(passed=Sum(passed))
    )
    roles = VolunteerRole.objects.in_bulk()
    named: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        role = roles.get(row["role_id"])
        key = 0 if role is None or role.discreet else role.pk
        named[row["person_id"]][key] += int(row["passed"] / timedelta(minutes=1))
    began = _began(them)
    return [
        Facts(person=person, year=year, since=began.get(person.pk), lines=_lines(named[person.pk], roles))
        for person in them
        if sum(named[person.pk].values()) > 0
    ]


def _began(people: Sequence[Person]) -> dict[int, date]:
    rows = Period.objects.filter(person__in=people).values_list("person_id")
    return dict(rows.annotate(first=Min("started_on")))


def _lines(minutes: dict[int, int], roles: dict[int, VolunteerRole]) -> list[Line]:
    """The most first; what is not named last."""
    lines = [Line(role=roles.get(key), minutes=count) for key, count in minutes.items() if count]
    return sorted(lines, key=lambda line: (line.role is None, -line.minutes))


def signer() -> CertificateSigner | None:
    """Who signs, if the association has said so."""
    return CertificateSigner.objects.first()
