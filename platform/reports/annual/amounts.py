"""Hours and people of a year, of everything or of a part of it, read from the rows that count."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import (
    Count as Distinct,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, Greatest, Least
from django.db.models.lookups import Exact

from scheduling.activities import year_lines as counted
from scheduling.activities.models import Count
from scheduling.hours import split
from scheduling.hours.models import HEADLINE, HoursEntry, HoursTally, Kind, Month
from scheduling.premises import year_lines as booked
from scheduling.premises.models import BookingCorrection
from tenants.context import current_association
from volunteers.register.models import VolunteerRole
from volunteers.register.year_lines import Scope

MINUTE = timedelta(minutes=1)


@dataclass
class Hours:
    """Minutes by kind; those of volunteering by method and family; people, each counted once.

    `heads` are attendances without names, `trustees` the people with those of the board among them.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    roles: set[int] = field(default_factory=set)
    people: int = 0
    trustees: int = 0
    heads: int = 0
    corrections: int = 0
    # Whether hours of the year are written down here at all.
    known: bool = False

    @property
    def minutes(self) -> int:
        """Volunteering (M01)."""
        return sum(self.kinds[kind] for kind in HEADLINE)

    def add(self, kind: str, method: str, role: int | None, minutes: int, families: dict[int, str]) -> None:
        """Count minutes under everything that they belong to."""
        self.kinds[kind] += minutes
        if kind in HEADLINE and role is not None and minutes:
            self.methods[method] += minutes
            self.families[families[role]] += minutes
            self.roles.add(role)


def hours_of(year: int, scope: Scope) -> Hours:
    """All hours of a year within a scope, in as many queries for many as for one."""
    first, last = date(year, 1, 1), date(year, 12, 1)
    since, until = split.year_bounds(year, ZoneInfo(current_association().timezone))
    families = dict(VolunteerRole.objects.values_list("pk", "family"))
    entries = HoursEntry.objects.filter(
        belongs(scope), state=HoursEntry.State.APPROVED, first_month__lte=last, last_month__gte=first
    )
    passed = ExpressionWrapper(
        Least(F("ends_at"), until) - Greatest(F("starts_at"), since), output_field=DurationField()
    )
    found = Hours(known=Month.objects.filter(first_day__year=year).exists())
    parts = entries.order_by().values("kind", "method", "role").annotate(passed=Sum(passed))
    for row in parts:
        found.add(row["kind"], row["method"], row["role"], int(row["passed"] / MINUTE), families)
    people = Distinct("person", distinct=True, filter=Q(kind__in=HEADLINE))
    board = Distinct("person", distinct=True, filter=Q(kind__in=[*HEADLINE, Kind.GOVERNANCE]))
    counts = entries.aggregate(people=people, trustees=board)
    found.people, found.trustees = counts["people"], counts["trustees"]
    found.corrections = _corrections(year, scope)
    tallies = HoursTally.objects.filter(
        belongs(scope), state=HoursTally.State.APPROVED, first_month__year=year
    )
    sums = tallies.order_by().values("method", "role").annotate(minutes=Sum("minutes"), people=Sum("heads"))
    for tally in sums:
        found.add(Kind.TASK, tally["method"], tally["role"], tally["minutes"], families)
        found.heads += tally["people"]
    return found


def _corrections(year: int, scope: Scope) -> int:
    """How many corrections changed hours or heads of a year after their month was closed."""
    keys: set[int] = set()
    closed = Month.objects.filter(
        state=Month.State.CLOSED,
        first_day__gte=OuterRef("first_month"),
        first_day__lte=OuterRef("last_month"),
    ).order_by("last_correction")
    for rows in (HoursEntry.objects, HoursTally.objects):
        corrected = rows.filter(
            Q(correction__isnull=False) | Q(reversal__isnull=False),
            belongs(scope),
            first_month__lte=date(year, 12, 1),
            last_month__gte=date(year, 1, 1),
        ).annotate(since=Subquery(closed.values("last_correction")[:1]))
        for *pair, since in corrected.values_list("correction", "reversal", "since"):
            keys.update(key for key in pair if key is not None and since is not None and key > since)
    return len(keys)


def numbers_corrected(year: int, scope: Scope) -> int:
    """How many corrections changed other numbers of a year: those of activities, and of premises.

    Both are corrected only where their month is closed.
    """
    counts = Count.objects.filter(
        counted.belongs(scope, counted.OF_COUNTS), corrects__isnull=False, first_month__year=year
    )
    bookings = BookingCorrection.objects.filter(
        booked.belongs(scope, "booking__"), booking__first_month__year=year
    )
    return counts.count() + bookings.count()


def belongs(scope: Scope) -> Q:
    """Hours are paid for as they were written down, else by whoever pays for their role; done where it is."""
    asked = Q()
    if scope.grant_target is not None:
        asked &= Q(Exact(Coalesce("grant_target", "role__grant_target"), scope.grant_target))
    if scope.units:
        asked &= Q(role__unit__in=scope.units)
    return asked
