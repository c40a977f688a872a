"""What decides whether a person may take a place on a shift, read at one moment in a fixed number of queries.

The checks of `eligibility` look at nothing else; it is data, and the same for one person and many shifts, for
many people and one shift, and for whoever fills places by rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from notifications import calls
from scheduling.shifts import seating
from scheduling.shifts.eligibility import nights
from scheduling.shifts.models import Invitation, RoleRules, Shift, SignUp, Slot, Swap, Wish
from scheduling.shifts.models.rules import REST_HOURS
from scheduling.shifts.seating import Bench, Kinds, Wanted
from scheduling.shifts.selectors import lines, searches
from tenants import clock
from volunteers.register import requirements
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import (
    Absence,
    Availability,
    Period,
    Person,
    Qualification,
    QualificationType,
    RoleHolding,
    VolunteerRole,
)
from volunteers.register.requirements import Asked, Shown

# These take the person's time. Somebody who did not come was free.
BUSY = (SignUp.State.SIGNED_UP, SignUp.State.ATTENDED)
# The longest rest that a role may ask for (see `RoleRules`).
LONGEST_REST = timedelta(hours=48)
# So far back the claims reach that a page knows: the week of a shift that goes on, and the rest before it.
LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Holding:
    """A person does a role from a day to a day."""

    role_id: int
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Facts:
    """What the register and the person say, without their shifts."""

    active_since: date | None = None
    on_break: bool = False
    holdings: Sequence[Holding] = ()
    away: Sequence[tuple[date, date]] = ()
    # Stretches of the week in which they like to come: weekday, from minute, to minute.
    likes: Sequence[tuple[int, int, int]] = ()
    most_per_week: int | None = None
    no_nights: bool = False
    stands_in: bool = True


@dataclass(frozen=True)
class Claim:
    """A sign-up of the person, and what the role of its shift says of rest and weeks."""

    sign_up: SignUp
    role_id: int
    rest_hours: int
    most_per_week: int | None
    # The person cannot come, and somebody is looked for who takes the place over.
    cannot_come: bool = False
    # Somebody has asked them to swap it.
    asked_to_swap: bool = False


@dataclass(frozen=True)
class Known:
    """What is read of one person once, for a page that asks about many shifts."""

    person: Person
    now: datetime
    facts: Facts
    asked: Asked
    shown: Shown
    invited: frozenset[int]
    # Their claims that end after `since`, with a shift of which only what a line tells is read.
    claims: Sequence[Claim]
    since: datetime
    # Somebody is looked for, and they have not answered yet.
    called: bool = False


@dataclass(frozen=True)
class Seats:
    """The places of a shift that ask for qualifications, and what those who hold a place have."""

    benches: Sequence[Bench]
    people: Sequence[Kinds]
    types: Sequence[QualificationType]

    @property
    def names(self) -> dict[int, str]:
        """How what they ask for is called."""
        return {kind.pk: kind.name for kind in self.types}


@dataclass(frozen=True)
class Standing:
    """What the checks need to know of a person, read at one moment."""

    now: datetime
    person: Person | None = None
    facts: Facts = field(default_factory=Facts)
    # What the person holds and hopes for on these shifts and around them.
    claims: Sequence[Claim] = ()
    of_shift: Mapping[int, SignUp] = field(default_factory=dict)
    invited: frozenset[int] = frozenset()
    seats: Mapping[int, Seats] = field(default_factory=dict)
    qualifications: Sequence[Qualification] = ()
    # What the shifts' roles ask for and what the person has shown; nothing where no role asks for anything.
    asked: Asked | None = None
    shown: Shown | None = None

    def own(self, shift: Shift) -> SignUp | None:
        """The person's sign-up by which they come to this shift."""
        return self._own(shift, SignUp.ACTIVE)

    def hope(self, shift: Shift) -> SignUp | None:
        """The person's request, place on the waiting list or offered place."""
        return self._own(shift, SignUp.HOPING)

    def _own(self, shift: Shift, states: Sequence[str]) -> SignUp | None:
        found = self.of_shift.get(shift.pk)
        return found if found is not None and found.state in states else None

    def kinds(self, shift: Shift) -> Kinds:
        """What the person has on the day of the shift of the qualifications that its places ask for."""
        seats = self.seats.get(shift.pk)
        return _kinds(self.qualifications, seats.types if seats is not None else (), on=day_of(shift))

    def skills(self, shift: Shift) -> list[str]:
        """The names of what places of the shift ask for and the person has on that day."""
        seats = self.seats.get(shift.pk)
        if seats is None:
            return []
        kinds = self.kinds(shift)
        return [name for kind, name in seats.names.items() if kind in kinds]


def rules_of(role: VolunteerRole) -> RoleRules:
    """How the shifts of a role are run; the defaults where nothing else was said.

    Without a query where the role was read with its `shift_rules`.
    """
    rules: RoleRules | None = getattr(role, "shift_rules", None)
    return rules or RoleRules(role=role)


def day_of(shift: Shift) -> date:
    """The local day on which a shift starts."""
    read: date | None = getattr(shift, "local_day", None)
    return read or timezone.localtime(shift.starts_at).date()


def know(person: Person, *, since: datetime | None = None) -> Known:
    """Read what is known of a person, and their claims since then (the last weeks), in two queries."""
    now = clock.now()
    today = timezone.localtime(now).date()
    since = min(since or now, now - LATELY)
    [found] = _known.rows(person=person.pk)
    facts, asked, shown = found[:_FACTS], found[_FACTS : _FACTS + _ASKED], found[_FACTS + _ASKED : -2]
    invited, called = found[-2:]
    return Known(
        person=person,
        now=now,
        facts=_facts(*facts),
        asked=requirements.asked_in(asked, today=today),
        shown=requirements.shown_of(person, shown, today=today),
        invited=frozenset(each["shift_id"] for each in invited),
        claims=_claims_since(person, since=since, now=now),
        since=since,
        called=called,
    )


def standing_of(person: Person | None, *, shifts: Iterable[Shift], known: Known | None = None) -> Standing:
    """What decides about these shifts for this person; nothing for nobody. `known` if it was read already.

    Three queries at most, one more where places ask for a qualification, however many shifts there are.
    """
    shifts = list(shifts)
    if person is None or not shifts:
        return Standing(now=clock.now(), person=person)
    since, _until = around(shifts)
    if known is None or known.since > since:
        known = know(person, since=since)
    keys = {shift.pk for shift in shifts}
    return Standing(
        now=known.now,
        person=person,
        facts=known.facts,
        claims=known.claims,
        of_shift={
            each.sign_up.shift_id: each.sign_up for each in known.claims if each.sign_up.shift_id in keys
        },
        invited=known.invited,
        seats=_seats(shifts, [])[0],
        qualifications=known.shown.qualifications,
        asked=known.asked,
        shown=known.shown,
    )


def standings_of(people: Sequence[Person], *, shifts: Sequence[Shift]) -> dict[int, Standing]:
    """The same for many people, by their keys, in a number of queries that does not grow with them."""
    now = clock.now()
    today = timezone.localtime(now).date()
    facts = facts_of(people)
    claims = _claims(people, shifts)
    roles = {shift.role_id: shift.role for shift in shifts}.values()
    asked = requirements.asked_of(roles, today=today)
    asks = any(requirements.asks_anything(role, asked=asked) for role in roles)
    shown = requirements.shown_by(people, today=today) if asks else {}
    seats, qualifications = _seats(shifts, people)
    invited = _invited(shifts, people)
    keys = {shift.pk for shift in shifts}
    return {
        person.pk: Standing(
            now=now,
            person=person,
            facts=facts.get(person.pk) or Facts(),
            claims=claims[person.pk],
            of_shift={
                each.sign_up.shift_id: each.sign_up
                for each in claims[person.pk]
                if each.sign_up.shift_id in keys
            },
            invited=frozenset(invited[person.pk]),
            seats=seats,
            qualifications=qualifications[person.pk],
            asked=asked if asks else None,
            shown=shown.get(person.pk),
        )
        for person in people
    }


# --- what the register says -----------------------------------------------------------------------


def facts_of(people: Sequence[Person]) -> dict[int, Facts]:
    """What the register says of these people, by their keys, in one query."""
    rows = Person.objects.filter(pk__in=[person.pk for person in people]).order_by()
    return {pk: _facts(*found) for pk, *found in rows.values_list("pk", *_columns())}


def _columns() -> list[ArraySubquery]:
    here = (Period.State.ACTIVE, Period.State.ON_BREAK)
    return [
        _array(Period.objects.filter(state__in=here), "state", "started_on"),
        _array(RoleHolding.objects.all(), "role_id", "from_on", "to_on"),
        _array(Absence.objects.all(), "from_on", "to_on"),
        _array(Availability.objects.all(), "weekday", "from_minute", "to_minute"),
        _array(Wish.objects.all(), "most_per_week", "no_nights", "stands_in"),
    ]


def _array(rows: QuerySet[Any], *names: str) -> ArraySubquery:
    found = rows.filter(person=OuterRef("pk")).order_by("pk")
    return ArraySubquery(found.values(row=JSONObject(**{name: name for name in names})))


_FACTS, _ASKED = 5, 3
_known = MadeOnce(
    lambda person: (
        Person.objects.filter(pk=person)
        .order_by()
        .values_list(
            *_columns(),
            *requirements.columns_asked(),
            *requirements.columns_shown(),
            _array(Invitation.objects.all(), "shift_id"),
            Exists(calls.not_answered(OuterRef("uuid"))),
        )
    ),
    person=int,
)


def _facts(
    periods: list[Any], holdings: list[Any], away: list[Any], likes: list[Any], wishes: list[Any]
) -> Facts:
    active = next((each for each in periods if each["state"] == Period.State.ACTIVE), None)
    wish = wishes[0] if wishes else {"most_per_week": None, "no_nights": False, "stands_in": True}
    return Facts(
        active_since=date.fromisoformat(active["started_on"]) if active else None,
        on_break=active is None and bool(periods),
        holdings=[
            Holding(each["role_id"], date.fromisoformat(each["from_on"]), _day(each["to_on"]))
            for each in holdings
        ],
        away=[(date.fromisoformat(each["from_on"]), date.fromisoformat(each["to_on"])) for each in away],
        likes=[(each["weekday"], each["from_minute"], each["to_minute"]) for each in likes],
        **wish,
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


# --- their shifts ---------------------------------------------------------------------------------


def around(shifts: Sequence[Shift]) -> tuple[datetime, datetime]:
    """The weeks of these shifts, and the rest before and after them."""
    zone = timezone.get_current_timezone()
    first = nights.week_of(min(shift.starts_at for shift in shifts), zone=zone)
    last = nights.week_of(max(shift.ends_at for shift in shifts), zone=zone) + timedelta(days=7)
    since, until = (
        datetime.combine(day, datetime.min.time(), tzinfo=zone).astimezone(clock.now().tzinfo)
        for day in (first, last)
    )
    return since - LONGEST_REST, until + LONGEST_REST


def _claims(people: Sequence[Person], shifts: Sequence[Shift]) -> dict[int, list[Claim]]:
    since, until = around(shifts)
    found: dict[int, list[Claim]] = defaultdict(list)
    rows = SignUp.objects.filter(
        Q(shift__in=[shift.pk for shift in shifts]) | Q(starts_at__lt=until, ends_at__gt=since),
        person__in=[person.pk for person in people],
        state__in=(*SignUp.ACTIVE, *SignUp.HOPING),
    )
    for claim in claims_of(rows.order_by("pk")):
        found[claim.sign_up.person_id].append(claim)
    return found


def claims_of(rows: QuerySet[SignUp]) -> list[Claim]:
    """These sign-ups with what their roles say, in one query."""
    told = rows.annotate(role_key=F("shift__role"), rest=F(_REST), most=F(_MOST))
    return [
        Claim(each, each.role_key, REST_HOURS if each.rest is None else each.rest, each.most) for each in told
    ]


_REST, _MOST = (f"shift__role__shift_rules__{name}" for name in ("rest_hours", "most_per_week"))
_SIGN_UP = tuple(field.attname for field in SignUp._meta.concrete_fields)


def _claims_since(person: Person, *, since: datetime, now: datetime) -> list[Claim]:
    return [_claim(row) for row in _claims_ahead.rows(person=person.pk, since=since, now=now)]


def _claim(row: tuple[Any, ...]) -> Claim:
    sign_up = SignUp.from_db(connection.alias, _SIGN_UP, row[: len(_SIGN_UP)])
    *shift, asks, rest, most, cannot_come, asked_to_swap = row[len(_SIGN_UP) :]
    sign_up.shift = lines.shift_of(shift)
    sign_up.shift.asks = asks  # type: ignore[attr-defined]  # whether its places have to be read
    hours = REST_HOURS if rest is None else rest
    return Claim(sign_up, sign_up.shift.role_id, hours, most, cannot_come, asked_to_swap)


_claims_ahead = MadeOnce(
    lambda person, since, now: (
        SignUp.objects.filter(person=person, state__in=(*SignUp.ACTIVE, *SignUp.HOPING), ends_at__gt=since)
        .order_by("starts_at", "pk")
        .values_list(
            *_SIGN_UP,
            *(f"shift__{name}" for name in lines.SHIFT),
            lines.asks("shift"),
            _REST,
            _MOST,
            Exists(searches.looked_for(now=now).filter(sign_up=OuterRef("pk"))),
            Exists(Swap.objects.filter(yours=OuterRef("pk"), state=Swap.State.ASKED)),
        )
    ),
    person=int,
    since=datetime,
    now=datetime,
)


# --- places that ask for something ----------------------------------------------------------------


def seats_of(shift: Shift) -> Seats | None:
    """The qualified places of one shift and who holds a place; None where no place asks for anything."""
    return _seats([shift], [])[0].get(shift.pk)


def _seats(
    shifts: Sequence[Shift], people: Sequence[Person]
) -> tuple[dict[int, Seats], dict[int, list[Qualification]]]:
    slots: dict[int, list[Slot]] = defaultdict(list)
    qualifications: dict[int, list[Qualification]] = defaultdict(list)
    asking = [shift.pk for shift in shifts if getattr(shift, "asks", True)]
    if not asking:
        return {}, qualifications
    for slot in Slot.objects.filter(shift__in=asking).select_related("qualification"):
        slots[slot.shift_id or 0].append(slot)
    if not slots:
        return {}, qualifications
    wanted = _of_kinds(slot for each in slots.values() for slot in each)
    holders: dict[int, list[Sequence[Qualification]]] = defaultdict(list)
    held = SignUp.objects.filter(shift__in=list(slots), state__in=SignUp.HOLDING, in_training=False)
    theirs = requirements.QUALIFICATIONS.array(wanted.filter(person=OuterRef("person")).order_by("pk"))
    for shift_id, has in held.order_by("pk").values_list("shift_id", theirs):
        holders[shift_id].append(requirements.QUALIFICATIONS.made(has))
    for qualification in wanted.filter(person__in=[person.pk for person in people]) if people else ():
        qualifications[qualification.person_id].append(qualification)
    found = {
        shift.pk: Seats(
            benches=benches_of(slots[shift.pk], places=shift.places),
            people=[
                *(_kinds(has, _types(slots[shift.pk]), on=day_of(shift)) for has in holders[shift.pk]),
                *[frozenset[int]()] * (shift.taken - len(holders[shift.pk])),
            ],
            types=_types(slots[shift.pk]),
        )
        for shift in shifts
        if shift.pk in slots
    }
    return found, qualifications


def benches_of(slots: Iterable[Slot], *, places: int) -> list[Bench]:
    """The places of a shift with these slots."""
    wanted = [Wanted(slot.pk, slot.qualification_id, slot.least, slot.most) for slot in slots]
    return seating.benches(wanted, places=places)


def kinds_of(people: Iterable[int], *, shift: Shift, slots: Iterable[Slot]) -> dict[int, Kinds]:
    """What these people, by their keys, have of what the slots of a shift ask for."""
    slots = list(slots)
    found: dict[int, list[Qualification]] = {person: [] for person in people}
    for qualification in _of_kinds(slots).filter(person__in=found):
        found[qualification.person_id].append(qualification)
    return {person: _kinds(held, _types(slots), on=day_of(shift)) for person, held in found.items()}


def _types(slots: Iterable[Slot]) -> list[QualificationType]:
    return [slot.qualification for slot in slots]


def _of_kinds(slots: Iterable[Slot]) -> QuerySet[Qualification]:
    """Qualifications of the kinds that places ask for, and of those that include them."""
    keys = {key for kind in _types(slots) for key in (kind.pk, *kind.met_by)}
    return Qualification.objects.filter(type__in=keys)


def _kinds(
    qualifications: Iterable[Qualification], wanted: Iterable[QualificationType], *, on: date
) -> Kinds:
    """Which of these kinds somebody has on a day."""
    valid = [each for each in qualifications if requirements.is_valid(each, on=on)]
    return frozenset(kind.pk for kind in wanted if any(requirements.stands_for(each, kind) for each in valid))


def _invited(shifts: Sequence[Shift], people: Sequence[Person]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    first = [shift.pk for shift in shifts if shift.sign_up_mode == Shift.SignUpMode.INVITED_FIRST]
    if first:
        rows = Invitation.objects.filter(shift__in=first, person__in=[person.pk for person in people])
        for shift_id, person_id in rows.values_list("shift_id", "person_id"):
            found[person_id].add(shift_id)
    return found
