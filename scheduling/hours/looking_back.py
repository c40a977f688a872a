"""What is read of months and years that are over: their entries, their corrections, their versions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from scheduling.hours import selectors, split
from scheduling.hours.models import (
    HEADLINE,
    Correction,
    HoursEntry,
    HoursTally,
    Month,
    Year,
    YearVersion,
)
from scheduling.hours.services import figures
from volunteers.register import reach
from volunteers.register.models import VolunteerRole

State = HoursEntry.State
CLOSING = "closing"


def entries(
    first_day: date,
    *,
    reader: reach.Reaching,
    q: str = "",
    role: VolunteerRole | None = None,
    waiting: bool = False,
) -> QuerySet[HoursEntry]:
    """A month's entries that count, or waited in vain when it closed, the earliest first; or these alone."""
    states = (State.SUBMITTED,) if waiting else (State.APPROVED, State.SUBMITTED)
    rows = selectors.touching(first_day).filter(state__in=states)
    for word in q.split():
        rows = rows.filter(Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word))
    if role is not None:
        rows = rows.filter(role=role)
    return _seen(reader, rows).select_related("person", "role", "correction").order_by("starts_at", "pk")


def _seen(reader: reach.Reaching, rows: QuerySet[HoursEntry]) -> QuerySet[HoursEntry]:
    return reach.of_roles(reader, reach.of_people(reader, rows))


def entry(uuid: UUID, *, reader: reach.Reaching) -> HoursEntry | None:
    """One entry that counts or waits, or None."""
    rows = selectors.entries_by_uuid([uuid], reader=reader)
    return rows.filter(state__in=(State.APPROVED, State.SUBMITTED)).first()


def is_closed(of: HoursEntry) -> bool:
    """Whether a part of it lies in a closed month."""
    return Month.objects.filter(
        state=Month.State.CLOSED, first_day__range=(of.first_month, of.last_month)
    ).exists()


@dataclass(frozen=True)
class Changed:
    """A correction: what was taken back, what was added, and the headline minutes that a month got by it."""

    correction: Correction
    about: HoursEntry
    before: HoursEntry | None
    after: HoursEntry | None
    minutes: int


def corrections(month: Month, *, reader: reach.Reaching, zone: tzinfo) -> list[Changed]:
    """What was corrected in a month since it closed, the latest first."""
    rows = selectors.touching(month.first_day).select_related("person", "role", "correction", "reversal")
    since = month.last_correction
    added: dict[Correction, HoursEntry] = {}
    gone: dict[Correction, HoursEntry] = {}
    for row in _seen(reader, rows).filter(Q(correction__gt=since) | Q(reversal__gt=since)):
        if row.correction is not None:
            added[row.correction] = row
        if row.reversal is not None:
            gone[row.reversal] = row
    return [
        Changed(
            correction=each,
            about=added.get(each) or gone[each],
            before=gone.get(each),
            after=added.get(each),
            minutes=_minutes(added.get(each), month.first_day, zone)
            - _minutes(gone.get(each), month.first_day, zone),
        )
        for each in sorted({*added, *gone}, key=lambda one: -one.pk)
        if each.pk > since
    ]


def _minutes(row: HoursEntry | None, first_day: date, zone: tzinfo) -> int:
    """The headline minutes that pass in a month."""
    if row is None or row.kind not in HEADLINE:
        return 0
    return split.split(row.starts_at, row.ends_at, zone).get(first_day, 0)


@dataclass
class Difference:
    """How many corrections a closed month has had, and the headline minutes that they came to."""

    count: int = 0
    minutes: int = 0


def differences(year: int, *, months: Iterable[Month], zone: tzinfo) -> Mapping[date, Difference]:
    """What each closed month of a year is by corrections, where there were any since it closed."""
    since = {each.first_day: each.last_correction for each in months if each.state == Month.State.CLOSED}
    rows = HoursEntry.objects.filter(
        Q(correction__isnull=False) | Q(reversal__isnull=False),
        first_month__lte=date(year, 12, 1),
        last_month__gte=date(year, 1, 1),
    )
    heads = HoursTally.objects.filter(
        Q(correction__isnull=False) | Q(reversal__isnull=False), first_month__year=year
    )
    found: dict[date, Difference] = defaultdict(Difference)
    seen: set[tuple[date, int]] = set()
    for tally in heads:
        for key, sign in ((tally.correction_id, 1), (tally.reversal_id, -1)):
            first_day = tally.first_month
            if key is not None and first_day in since and key > since[first_day]:
                found[first_day].minutes += sign * tally.minutes
                found[first_day].count += (first_day, key) not in seen
                seen.add((first_day, key))
    for row in rows:
        for key, sign in ((row.correction_id, 1), (row.reversal_id, -1)):
            for first_day in split.months_touched(row.starts_at, row.ends_at, zone):
                if key is not None and first_day in since and key > since[first_day]:
                    found[first_day].minutes += sign * _minutes(row, first_day, zone)
                    found[first_day].count += (first_day, key) not in seen
                    seen.add((first_day, key))
    return found


def month_of(first_day: date) -> Month | None:
    """A month, or None where nothing was written."""
    return Month.objects.filter(first_day=first_day).first()


def roles_of(first_day: date) -> QuerySet[VolunteerRole]:
    """The roles in which there are hours in a month."""
    used = selectors.touching(first_day).order_by().values("role")
    return VolunteerRole.objects.filter(pk__in=used)


@dataclass(frozen=True)
class YearSeen:
    """A year, how far it is, and its versions, the latest first. `state` is its stored state or "closing"."""

    year: int
    state: str
    closed: int
    versions: Sequence[YearVersion]
    has_changed: bool

    @property
    def may_freeze(self) -> bool:
        """Whether all that it takes is to decide it."""
        return self.state == CLOSING and self.closed == selectors.MONTHS

    @property
    def may_submit(self) -> bool:
        """Whether the latest version has not gone out."""
        return self.state in (Year.State.FROZEN, Year.State.AMENDED)


def year_state(year: int, *, at: datetime, zone: tzinfo) -> str:
    """Its stored state; an open year that is over is closing, until somebody freezes it."""
    state = Year.objects.filter(year=year).values_list("state", flat=True).first() or Year.State.OPEN
    return CLOSING if state == Year.State.OPEN and split.year_bounds(year, zone)[1] <= at else state


def year_seen(year: int, *, at: datetime, zone: tzinfo) -> YearSeen:
    """A year with what is known of it."""
    held = list(Month.objects.filter(first_day__year=year).order_by("first_day"))
    versions = list(YearVersion.objects.filter(year__year=year).order_by("-number"))
    return YearSeen(
        year=year,
        state=year_state(year, at=at, zone=zone),
        closed=sum(month.state == Month.State.CLOSED for month in held),
        versions=versions,
        has_changed=bool(versions)
        and versions[0].last_correction < selectors.last_correction()
        and versions[0].input_hash != selectors.year_hash(held, last_correction=selectors.last_correction()),
    )


def version_of(year: int, number: int) -> YearVersion | None:
    """One version of a year, or None."""
    return YearVersion.objects.filter(year__year=year, number=number).select_related("year").first()


@dataclass(frozen=True)
class Line:
    """A row of a version: what for, how much, and how much more than in the version before it, if any."""

    of: Any
    minutes: int
    people: int
    heads: int
    more: int | None


def lines(version: YearVersion, *, by: str) -> list[Line]:
    """A version's volunteering hours by "month" (0 is the year), or the year's by "role" (its code)."""
    earlier = version_of(version.year.year, version.number - 1)
    before = {each[by]: each["minutes"] for each in _figures(earlier, by)} if earlier else None
    return [
        Line(
            of=each[by],
            minutes=each["minutes"],
            people=each["people"],
            heads=each["heads"],
            more=None if before is None else each["minutes"] - before.get(each[by], 0),
        )
        for each in _figures(version, by)
    ]


def _figures(version: YearVersion, by: str) -> list[dict[str, Any]]:
    rows = [each for each in version.figures if each["measure"] == figures.VOLUNTEER]
    if by == "month":
        return sorted((each for each in rows if each["role"] is None), key=lambda each: each["month"])
    of_year = [each for each in rows if not each["month"] and each["role"] is not None]
    return sorted(of_year, key=lambda each: -each["minutes"])
