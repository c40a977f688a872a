"""What a plan asks too much of somebody: too little rest, too many shifts a week, days away, two places.

`find` is pure; `of_shifts` reads what it needs in a number of queries that does not depend on how many shifts
there are. Only people whom the reader may see are told of.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Window
from django.utils import timezone
from django.utils.translation import gettext as _

from scheduling.shifts.eligibility import nights
from scheduling.shifts.models import RoleRules, Shift, SignUp, Wish
from scheduling.shifts.models.rules import REST_HOURS
from scheduling.shifts.models.series import LONGEST_MINUTES
from scheduling.shifts.selectors.shifts import midnight, monday
from volunteers.register import reach
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import Absence, Person
from web import formats

Kind = Literal["rest", "week", "wish", "away", "contact"]
# No shift is longer than this.
LONGEST = timedelta(minutes=LONGEST_MINUTES)
# Rest is never asked for longer than this (RoleRules).
LONGEST_REST = timedelta(hours=48)


class Held(NamedTuple):
    """A place that somebody holds, with the person's own times."""

    person: int
    shift: int
    role: int
    starts_at: datetime
    ends_at: datetime


class Contact(NamedTuple):
    """Who is to be called about a shift while it lasts."""

    person: int
    shift: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Limits:
    """What was agreed: hours of rest and shifts a week by role, shifts a week and days away by person."""

    rest: Mapping[int, int] = field(default_factory=dict)
    per_week: Mapping[int, int] = field(default_factory=dict)
    wished: Mapping[int, int] = field(default_factory=dict)
    away: Mapping[int, Sequence[tuple[date, date]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """One thing that asks too much of one person, and the shifts that do it together, in order of time."""

    kind: Kind
    person: int
    held: tuple[Held, ...]
    most: int = 0


def find(
    held: Iterable[Held], *, limits: Limits, contacts: Iterable[Contact] = (), zone: tzinfo
) -> Iterator[Found]:
    """All that asks too much, person by person."""
    of_person: dict[int, list[Held]] = defaultdict(list)
    for one in held:
        of_person[one.person].append(one)
    for person, theirs in of_person.items():
        theirs.sort(key=lambda one: one.starts_at)
        yield from _too_little_rest(person, theirs, limits, zone)
        yield from _too_many(person, theirs, limits, zone)
        yield from _while_away(person, theirs, limits, zone)
    for contact in contacts:
        for one in of_person.get(contact.person, ()):
            at_once = one.starts_at < contact.ends_at and one.ends_at > contact.starts_at
            if at_once and one.shift != contact.shift:
                about = Held(contact.person, contact.shift, 0, contact.starts_at, contact.ends_at)
                yield Found("contact", contact.person, (about, one))


def _too_little_rest(person: int, theirs: Sequence[Held], limits: Limits, zone: tzinfo) -> Iterator[Found]:
    for one, after in pairwise(theirs):
        gap = after.starts_at - one.ends_at
        if gap >= LONGEST_REST:
            continue
        wanted = max(
            (
                limits.rest.get(night.role, REST_HOURS)
                for night in (one, after)
                if nights.is_night(night.starts_at, night.ends_at, zone=zone)
            ),
            default=0,
        )
        if gap < timedelta(hours=wanted):
            yield Found("rest", person, (one, after), wanted)


def _too_many(person: int, theirs: Sequence[Held], limits: Limits, zone: tzinfo) -> Iterator[Found]:
    wished = limits.wished.get(person)
    if wished is None and not any(one.role in limits.per_week for one in theirs):
        return
    weeks: dict[date, list[Held]] = defaultdict(list)
    for one in theirs:
        weeks[monday(one.starts_at.astimezone(zone).date())].append(one)
    for these in weeks.values():
        if wished is not None and len(these) > wished:
            yield Found("wish", person, tuple(these), wished)
        for role, most in limits.per_week.items():
            of_role = tuple(one for one in these if one.role == role)
            if len(of_role) > most:
                yield Found("week", person, of_role, most)


def _while_away(person: int, theirs: Sequence[Held], limits: Limits, zone: tzinfo) -> Iterator[Found]:
    for first, last in limits.away.get(person, ()):
        for one in theirs:
            if first <= one.starts_at.astimezone(zone).date() <= last:
                yield Found("away", person, (one,))


# --- reading and telling --------------------------------------------------------------------------


@dataclass(frozen=True)
class Conflict:
    """What is told: of whom, in which shifts of those that were asked about, in a sentence."""

    kind: Kind
    person: Person
    shifts: tuple[int, ...]
    sentence: str
    starts_at: datetime


def of_shifts(
    shifts: Collection[int],
    *,
    first: date,
    last: date,
    reader: reach.Reaching,
    contacts: Sequence[Contact] = (),
    held: Iterable[Held] | None = None,
) -> list[Conflict]:
    """What these shifts of the days from `first` to `last` ask too much, by time. Six queries at most.

    `held` stands in for the places that are held, to look at what a change would do.
    """
    if not shifts:
        return []
    zone = timezone.get_current_timezone()
    limits = _limits(first=first, last=last, reader=reader)
    if held is None:
        alone = {*limits.away, *(contact.person for contact in contacts)}
        rows = _held_together(first=first, last=last, reader=reader, alone=alone)
    else:
        rows = list(held)
    known = set(shifts)
    found = [
        each
        for each in find(rows, limits=limits, contacts=contacts, zone=zone)
        if any(one.shift in known for one in each.held)
    ]
    if not found:
        return []
    people = reach.people(reader, Person.objects.filter(pk__in={each.person for each in found})).in_bulk()
    told = [_told(each, people[each.person], known) for each in found if each.person in people]
    return sorted(told, key=lambda conflict: (conflict.starts_at, conflict.person.sort_key))


def read_held(*, first: date, last: date, reader: reach.Reaching) -> list[Held]:
    """The places that are held in the weeks of these days and about them, in one query."""
    rows = reach.of_people(reader, _held(**_about(first, last)))
    return [Held._make(row) for row in rows.values_list(*_HELD)]


def _held_together(*, first: date, last: date, reader: reach.Reaching, alone: set[int]) -> list[Held]:
    """The same of people who hold more than one of them, and of those of whom one place says something.

    Most people hold one, which asks too much of nobody: of a week with many hundreds few are left.
    """
    about = _about(first, last)
    if reader.reach.whole:
        rows = _several.rows(**about)
    else:
        rows = list(_of_several(reach.of_people(reader, _held(**about))))
    if alone:
        theirs = reach.of_people(reader, _held(**about).filter(person__in=alone))
        rows = [*(row for row in rows if row[0] not in alone), *theirs.values_list(*_HELD)]
    return [Held._make(row[: len(_HELD)]) for row in rows]


def _about(first: date, last: date) -> dict[str, datetime]:
    since = midnight(monday(first)) - LONGEST_REST
    until = midnight(monday(last) + timedelta(days=7)) + LONGEST_REST
    return {"since": since, "until": until, "earliest": since - LONGEST}


def _held(since: datetime, until: datetime, earliest: datetime) -> QuerySet[SignUp]:
    """People are there within the times of the shift, which says where to look for them."""
    return SignUp.objects.filter(
        state=SignUp.State.SIGNED_UP,
        starts_at__lt=until,
        ends_at__gt=since,
        shift__state=Shift.State.PUBLISHED,
        shift__starts_at__lt=until,
        shift__starts_at__gt=earliest,
    ).order_by()


_HELD = ("person_id", "shift_id", "shift__role_id", "starts_at", "ends_at")


def _of_several(found: QuerySet[SignUp]) -> QuerySet[SignUp, tuple[Any, ...]]:
    theirs = Window(Count("pk"), partition_by=F("person"))
    return found.annotate(theirs=theirs).filter(theirs__gt=1).values_list(*_HELD)


_several = MadeOnce(
    lambda since, until, earliest: _of_several(_held(since, until, earliest)),
    since=datetime,
    until=datetime,
    earliest=datetime,
)


def _limits(*, first: date, last: date, reader: reach.Reaching) -> Limits:
    rules = _rules.rows()
    if reader.reach.whole:
        wishes, absences = _every_wish.rows(), _every_absence.rows(first=first, last=last)
    else:
        wishes = list(reach.of_people(reader, _wishes()).values_list(*_WISH))
        absences = list(reach.of_people(reader, _absences(first, last)).values_list(*_AWAY))
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for person, from_on, to_on in absences:
        away[person].append((from_on, to_on))
    return Limits(
        rest={role: hours for role, hours, _most in rules},
        per_week={role: most for role, _hours, most in rules if most is not None},
        wished={person: most for person, most in wishes if most},
        away=away,
    )


def _wishes() -> QuerySet[Wish]:
    return Wish.objects.filter(most_per_week__isnull=False)


def _absences(first: date, last: date) -> QuerySet[Absence]:
    return Absence.objects.filter(from_on__lte=last, to_on__gte=first)


_WISH = ("person_id", "most_per_week")
_AWAY = ("person_id", "from_on", "to_on")
_every_wish = MadeOnce(lambda: _wishes().values_list(*_WISH))
_every_absence = MadeOnce(
    lambda first, last: _absences(first, last).values_list(*_AWAY), first=date, last=date
)
_rules = MadeOnce(
    lambda: RoleRules.objects.filter(~Q(rest_hours=REST_HOURS) | Q(most_per_week__isnull=False)).values_list(
        "role_id", "rest_hours", "most_per_week"
    )
)


def _told(found: Found, person: Person, known: set[int]) -> Conflict:
    first = found.held[0]
    day = timezone.localtime(first.starts_at).date()
    values = {
        "name": person.name,
        "count": len(found.held),
        "most": found.most,
        "week": day.isocalendar().week,
        "day": formats.day(day),
        "one": formats.when(first.starts_at, first.ends_at),
        "other": formats.when(found.held[-1].starts_at, found.held[-1].ends_at),
    }
    return Conflict(
        kind=found.kind,
        person=person,
        shifts=tuple(one.shift for one in found.held if one.shift in known),
        sentence=_sentence(found.kind) % values,
        starts_at=first.starts_at,
    )


def _sentence(kind: Kind) -> str:
    return {
        "rest": _("%(name)s rests less than %(most)s hours between %(one)s and %(other)s."),
        "week": _("%(name)s has %(count)s shifts of one role in week %(week)s; at most %(most)s are agreed."),
        "wish": _("%(name)s has %(count)s shifts in week %(week)s and wishes for %(most)s at most."),
        "away": _("%(name)s is away on %(day)s."),
        "contact": _("%(name)s is the contact person on %(one)s and has a shift elsewhere then."),
    }[kind]
