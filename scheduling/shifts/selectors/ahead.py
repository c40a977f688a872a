"""What lies ahead as one volunteer sees it: what they may take, what they hold, and all that there is.

What decides is read once (`outlook`), and everything else is asked of that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from scheduling.shifts import conditions
from scheduling.shifts.eligibility import checks as eligibility, standings
from scheduling.shifts.eligibility.standings import Claim, Known, day_of
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import lines
from scheduling.shifts.selectors.shifts import SEEN, Row, midnight, row_of
from tenants import clock
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import Person, VolunteerRole

PAGE = 50
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Wish:
    """What a reader wants to see of the shifts ahead: what they can take, or everything."""

    role: int | None = None
    site: int | None = None
    from_day: date | None = None
    everything: bool = False

    def fits(self, shift: Shift) -> bool:
        """Whether a shift is of this role and at this place."""
        return self.role in (None, shift.role_id) and self.site in (None, shift.site_id)

    def condition(self) -> Q:
        """The same for queries."""
        wanted = {"role": self.role, "site": self.site}
        return Q(**{name: key for name, key in wanted.items() if key is not None})


@dataclass(frozen=True)
class Outlook:
    """What is known of a volunteer, and what of the shifts ahead they may take; in order of time."""

    person: Person | None
    now: datetime
    roles: Mapping[int, VolunteerRole]
    known: Known | None = None
    suiting: Sequence[Shift] = ()
    # What they hold or hope for on shifts that people may see, since the last weeks.
    claims: Sequence[Claim] = ()

    @property
    def is_volunteer(self) -> bool:
        """Whether there can be shifts at all that the reader may take."""
        return self.known is not None and self.known.facts.active_since is not None

    @property
    def own(self) -> list[Claim]:
        """What of their own is not over, the next one first."""
        return [each for each in self.claims if each.sign_up.ends_at > self.now]

    @property
    def coming(self) -> list[Claim]:
        """Where they come, and where somebody is looked for in their place; the next one first."""
        return [each for each in self.own if each.sign_up.state == SignUp.State.SIGNED_UP]

    def rows(self, shifts: Iterable[Shift]) -> list[Row]:
        """Shifts as the reader sees them."""
        shifts = list(shifts)
        standing = eligibility.standing_of(self.person, shifts=shifts, known=self.known)
        cannot_come = {each.sign_up.shift_id for each in self.claims if each.cannot_come}
        return [row_of(shift, standing, cannot_come=shift.pk in cannot_come) for shift in shifts]


def outlook(person: Person | None) -> Outlook:
    """What lies ahead for a person: four queries, two more where places ask for a qualification."""
    now, roles = clock.now(), lines.roles()
    if person is None:
        return Outlook(None, now, roles)
    known = standings.know(person)
    claims = [each for each in known.claims if each.sign_up.shift.state in SEEN]
    lines.with_roles((each.sign_up.shift for each in claims), roles)
    return Outlook(person, now, roles, known, _suiting(person, known, roles), claims)


def suiting_shifts(person: Person | None, *, until: datetime | None = None) -> list[Shift]:
    """Open shifts on which this person may take a place, in order of time."""
    found = outlook(person).suiting
    return [shift for shift in found if until is None or shift.starts_at < until]


def _suiting(person: Person, known: Known, roles: Mapping[int, VolunteerRole]) -> list[Shift]:
    if known.facts.active_since is None:
        return []
    found = lines.open_to(person=person.pk, now=known.now)
    lines.with_roles(found, roles)
    standing = eligibility.standing_of(person, shifts=found, known=known)
    return [
        shift
        for shift in found
        if shift.pk not in standing.of_shift and eligibility.nothing_against(shift, standing)
    ]


# --- the list -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """A day of the volunteer's list."""

    day: date
    rows: Sequence[Row]


@dataclass(frozen=True)
class StripDay:
    """A day of the volunteer's week strip: how many shifts are open, and whether one is theirs."""

    day: date
    open: int = 0
    mine: bool = False


@dataclass(frozen=True)
class Found:
    """A page of the volunteer's list, with what there is in all."""

    days: Sequence[Day]
    number: int
    total: int
    open: int
    suiting: int
    strip: Sequence[StripDay] = ()


def find(seen: Outlook, *, wish: Wish, number: int, monday: date) -> Found:
    """A page of the shifts ahead that a volunteer asked for, and the strip of the week from `monday` on.

    A number past the end gives the last page.
    """
    per_day = _per_day(seen, wish)
    counted = [each for each in per_day if wish.from_day is None or each.day >= wish.from_day]
    suiting = [shift for shift in seen.suiting if wish.fits(shift)]
    listed: list[Shift] = []
    if wish.everything:
        total, open_on = sum(each.total for each in counted), {each.day: each.open for each in per_day}
    else:
        theirs = [each.sign_up.shift for each in seen.own if wish.fits(each.sign_up.shift)]
        listed = _since(wish, sorted([*suiting, *theirs], key=_in_time))
        total, open_on = len(listed), Counter(map(day_of, suiting))
    number = min(max(number, 1), max(1, -(-total // PAGE)))
    page = slice((number - 1) * PAGE, number * PAGE)
    return Found(
        days=_days(seen.rows(_all_ahead(seen, wish, page) if wish.everything else listed[page])),
        number=number,
        total=total,
        open=sum(each.open for each in counted),
        suiting=len(_since(wish, suiting)),
        strip=_strip(seen, open_on, monday),
    )


def week(seen: Outlook, *, wish: Wish, monday: date) -> list[Day]:
    """The seven days from a Monday on, each with the shifts that start on it; also those that are over."""
    since, until = midnight(monday), midnight(monday + WEEK)
    if wish.everything:
        found = Shift.objects.filter(
            wish.condition(), state__in=SEEN, starts_at__gte=since, starts_at__lt=until
        )
        listed = lines.read(found.order_by("starts_at", "pk"))
        lines.with_roles(listed, seen.roles)
    else:
        theirs = [*seen.suiting, *(each.sign_up.shift for each in seen.claims)]
        inside = (shift for shift in theirs if wish.fits(shift) and since <= shift.starts_at < until)
        listed = sorted(inside, key=_in_time)
    rows = {one.day: one.rows for one in _days(seen.rows(listed))}
    return [Day(day, rows.get(day, ())) for day in _seven(monday)]


def number_open(*, now: datetime) -> int:
    """How many shifts ahead have a free place."""
    return sum(number for (number,) in _open.rows(now=now))


_open = MadeOnce(
    lambda now: Shift.objects.filter(conditions.open_at(now)).values("state").values_list(Count("pk")),
    now=datetime,
)


def _in_time(shift: Shift) -> tuple[datetime, int]:
    return shift.starts_at, shift.pk


def _since(wish: Wish, shifts: Iterable[Shift]) -> list[Shift]:
    first = midnight(wish.from_day) if wish.from_day else None
    return [shift for shift in shifts if first is None or shift.starts_at >= first]


def _ahead(seen: Outlook, wish: Wish) -> QuerySet[Shift]:
    return Shift.objects.filter(wish.condition(), state__in=SEEN, ends_at__gt=seen.now)


def _all_ahead(seen: Outlook, wish: Wish, page: slice) -> list[Shift]:
    found = _ahead(seen, wish)
    if wish.from_day:
        found = found.filter(starts_at__gte=midnight(wish.from_day))
    listed = lines.read(found.order_by("starts_at", "pk")[page])
    lines.with_roles(listed, seen.roles)
    return listed


class _Counted(NamedTuple):
    day: date
    total: int
    open: int


def _per_day(seen: Outlook, wish: Wish) -> list[_Counted]:
    found = _ahead(seen, wish).order_by().annotate(day=TruncDate("starts_at")).values("day")
    is_open = conditions.open_at(seen.now)
    counted = found.annotate(total=Count("pk"), open=Count("pk", filter=is_open))
    return [_Counted(*row) for row in counted.values_list("day", "total", "open")]


def _days(rows: Sequence[Row]) -> list[Day]:
    return [Day(day=day, rows=list(group)) for day, group in groupby(rows, key=lambda row: row.day)]


def _seven(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(7)]


def _strip(seen: Outlook, open_on: Mapping[date, int], monday: date) -> list[StripDay]:
    mine = {day_of(each.sign_up.shift) for each in seen.claims if each.sign_up.state in SignUp.ACTIVE}
    return [StripDay(day=day, open=open_on.get(day, 0), mine=day in mine) for day in _seven(monday)]
