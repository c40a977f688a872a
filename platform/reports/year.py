"""A year of volunteering at one association, read from figures that were made before.

Formulas are those of the metric definitions: M01 hours, M02 other hours, M03 people, M08 hours for each
person, M09 roles in use, M10 shares of families. Different metrics are never added together.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import ExtractYear

from scheduling.hours import selectors, split
from scheduling.hours.models import HEADLINE, Kind, Month, MonthFigure, SampledYear
from scheduling.hours.sampling import Estimate, reckoned
from scheduling.hours.services.figures import VOLUNTEER
from tenants import clock
from tenants.context import current_association
from tenants.models import RoleFamily
from volunteers.register.models import GrantTarget, RoleHolding, VolunteerRole

# Year, month (or the whole year), measure, role (or all).
Key = tuple[int, int, str, int | None]
WHOLE_YEAR = 0
OTHER_KINDS = [kind for kind in Kind if kind not in HEADLINE]


@dataclass(frozen=True)
class Amount:
    """Minutes, distinct known people, and heads without names."""

    minutes: int
    people: int
    heads: int


NOTHING = Amount(minutes=0, people=0, heads=0)


@dataclass(frozen=True)
class MonthAmount:
    """A month up to now: what was recorded in it (None: nothing, ever), and whether it can still change."""

    first_day: dt.date
    amount: Amount | None
    is_closed: bool


@dataclass(frozen=True)
class RoleYear:
    """A role in the year. `before` is None where nothing was recorded in the year before."""

    role: VolunteerRole
    now: Amount
    before: Amount | None
    # Minutes that were written down under a grant target; the others belong to the one of the role.
    targets: Mapping[GrantTarget, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FamilyYear:
    """A national family of roles in the year; `percent` of the year's hours, halves rounded up."""

    family: RoleFamily
    minutes: int
    percent: int


@dataclass(frozen=True)
class TargetYear:
    """A grant target in the year, by what was written down under it; None for what belongs to none."""

    target: GrantTarget | None
    minutes: int
    percent: int


@dataclass(frozen=True)
class Change:
    """Hours of closed months against the same months of the year before."""

    now: int
    before: int
    months: int


@dataclass(frozen=True)
class Year:
    """All that is known of a year, and how far it is known."""

    year: int
    now: Amount | None
    before: Amount | None
    months: list[MonthAmount]
    before_months: list[Amount | None]
    roles: list[RoleYear]
    others: list[tuple[Kind, Amount]]
    made_at: dt.datetime | None
    being_made: bool
    # Volunteering of every year that is recorded.
    recorded: Mapping[int, Amount]
    # Roles in use that somebody did, and of which no hour is known.
    silent: list[VolunteerRole]
    # The months by number that are collected, where not all of them are.
    sampled: tuple[int, ...] = ()

    @property
    def closed(self) -> int:
        """Closed months: the year's completeness, of 12."""
        return sum(month.is_closed for month in self.months)

    @property
    def estimate(self) -> Estimate | None:
        """What a sample of months makes of the year: beside what was collected, never added to it."""
        minutes = {month.first_day.month: month.amount.minutes for month in self.months if month.amount}
        return reckoned(self.year, months=self.sampled, minutes=minutes)

    @property
    def is_final(self) -> bool:
        """Whether no month can change any more."""
        return self.closed == 12  # months of a year

    @property
    def roles_in_use(self) -> int:
        """Roles with at least one approved minute (M09)."""
        return sum(line.now.minutes > 0 for line in self.roles)

    @property
    def minutes_per_person(self) -> float | None:
        """Minutes for each known person (M08); None where hours of people without names are among them."""
        if self.now is None or not self.now.people or self.now.heads:
            return None
        return self.now.minutes / self.now.people

    @cached_property
    def change(self) -> Change | None:
        """What can be compared: closed months of which the year before is known as well."""
        pairs = [
            (month.amount, before)
            for month, before in zip(self.months, self.before_months, strict=False)
            if month.is_closed and month.amount is not None and before is not None
        ]
        before = sum(last.minutes for _, last in pairs)
        if not before:
            return None
        return Change(now=sum(amount.minutes for amount, _ in pairs), before=before, months=len(pairs))

    @property
    def families(self) -> list[FamilyYear]:
        """Families by hours, the most first; those without hours are left out (M10)."""
        minutes: dict[str, int] = {}
        for line in self.roles:
            minutes[line.role.family] = minutes.get(line.role.family, 0) + line.now.minutes
        total = sum(minutes.values())
        return [
            FamilyYear(family=RoleFamily(family), minutes=each, percent=(each * 200 + total) // (2 * total))
            for family, each in sorted(minutes.items(), key=lambda item: -item[1])
            if each
        ]

    @property
    def targets(self) -> list[TargetYear]:
        """Grant targets by hours, the most first, then what belongs to none; empty where nothing has one."""
        minutes: dict[GrantTarget | None, int] = {}
        for line in self.roles:
            rest = line.now.minutes - sum(line.targets.values())
            for target, each in (*line.targets.items(), (line.role.grant_target, rest)):
                minutes[target] = minutes.get(target, 0) + each
        total = sum(minutes.values())
        if not total or not any(each for target, each in minutes.items() if target is not None):
            return []
        return [
            TargetYear(target=target, minutes=each, percent=(each * 200 + total) // (2 * total))
            for target, each in sorted(minutes.items(), key=lambda item: (item[0] is None, -item[1]))
            if each
        ]


class States(dict[dt.date, str]):
    """First days of months, and their states; and of the years that are a sample, the months collected."""

    def __init__(self, rows: Iterable[tuple[dt.date, str, Sequence[int] | None]]) -> None:
        known = list(rows)
        super().__init__((first_day, state) for first_day, state, _sampled in known)
        self.sampled = {first_day.year: tuple(sampled) for first_day, _state, sampled in known if sampled}


def months() -> States:
    """All months that are known, whether they are closed, and which years are a sample, in one query."""
    sampled = SampledYear.objects.filter(year=ExtractYear(OuterRef("first_day"))).values("months")
    return States(
        Month.objects.annotate(sampled=Subquery(sampled)).values_list("first_day", "state", "sampled")
    )


def years(known: States | None = None) -> list[int]:
    """The years of which something is recorded, and this one; the latest first."""
    this_year = clock.today(current_association()).year
    return sorted({*(day.year for day in (months() if known is None else known)), this_year}, reverse=True)


def read(year: int, known: States | None = None) -> Year:
    """A year as its figures have it, in five queries; four, where the months are known."""
    found = _figures(year)
    states = months() if known is None else known
    zone = ZoneInfo(current_association().timezone)
    lines = []
    for first_day in (dt.date(year, number, 1) for number in range(1, 13)):
        if split.starts(first_day, zone) > clock.now():
            break
        state = states.get(first_day)
        lines.append(
            MonthAmount(
                first_day=first_day,
                amount=_amount(found.get((year, first_day.month, VOLUNTEER, None))) if state else None,
                is_closed=state == Month.State.CLOSED,
            )
        )
    total = found.get((year, WHOLE_YEAR, VOLUNTEER, None))
    before = _amount(found.get((year - 1, WHOLE_YEAR, VOLUNTEER, None)))
    if before and not before.minutes:
        before = None  # only other things were noted then, and that is not 0 hours
    roles, silent = _roles(year, found)
    return Year(
        year=year,
        now=_amount(total),
        before=before,
        months=lines,
        before_months=[
            before and _amount(found.get((year - 1, number, VOLUNTEER, None))) for number in range(1, 13)
        ],
        roles=roles,
        others=[
            (kind, amount)
            for kind in OTHER_KINDS
            if (amount := _amount(found.get((year, WHOLE_YEAR, kind.value, None)))) is not None
        ],
        made_at=total.computed_at if total else None,
        being_made=selectors.is_being_made(year),
        recorded=recorded(found.values()),
        silent=silent,
        sampled=states.sampled.get(year, ()),
    )


def _figures(year: int) -> dict[Key, MonthFigure]:
    """This year and the one before, of single roles only as a whole; and every year as a whole."""
    two = Q(year__in=[year - 1, year]) & (Q(role=None) | Q(month=WHOLE_YEAR))
    whole = Q(month=WHOLE_YEAR, role=None, measure=VOLUNTEER)
    return {
        (figure.year, figure.month, figure.measure, figure.role_id): figure
        for figure in MonthFigure.objects.filter(two | whole)
    }


def recorded(figures: Iterable[MonthFigure]) -> dict[int, Amount]:
    """Whole years of volunteering."""
    return {
        figure.year: Amount(minutes=figure.minutes, people=figure.people, heads=figure.heads)
        for figure in figures
        if (figure.month, figure.measure, figure.role_id) == (WHOLE_YEAR, VOLUNTEER, None)
    }


def _roles(year: int, found: dict[Key, MonthFigure]) -> tuple[list[RoleYear], list[VolunteerRole]]:
    """Roles with hours in the year or the one before; and those that were done without any."""
    held = RoleHolding.objects.filter(role=OuterRef("pk"), from_on__lte=dt.date(year, 12, 31)).exclude(
        to_on__lt=dt.date(year, 1, 1)
    )
    own = {
        role: figure.targets
        for (of, month, measure, role), figure in found.items()
        if role is not None and (of, month, measure) == (year, WHOLE_YEAR, VOLUNTEER) and figure.targets
    }
    payers = {str(each.uuid): each for each in GrantTarget.objects.all()} if own else {}
    lines: list[RoleYear] = []
    silent: list[VolunteerRole] = []
    known = VolunteerRole.objects.select_related("grant_target").annotate(was_held=Exists(held))
    for role in known.order_by("position", "pk"):
        now = _amount(found.get((year, WHOLE_YEAR, VOLUNTEER, role.pk)))
        before = _amount(found.get((year - 1, WHOLE_YEAR, VOLUNTEER, role.pk)))
        if now or before:
            paid = {payers[uuid]: minutes for uuid, minutes in own.get(role.pk, {}).items()}
            lines.append(RoleYear(role=role, now=now or NOTHING, before=before, targets=paid))
        if role.is_active and role.was_held and not (now and now.minutes):
            silent.append(role)
    return lines, silent


def _amount(figure: MonthFigure | None) -> Amount | None:
    if figure is None:
        return None
    return Amount(minutes=figure.minutes, people=figure.people, heads=figure.heads)
