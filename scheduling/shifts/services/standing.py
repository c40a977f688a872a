"""Standing places: “my Tuesday”, a place on every shift of a series at one time and weekday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from notifications import services as messages
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import SeriesTime, Shift, SignUp, StandingPlace
from scheduling.shifts.services import calling, offering, placing, reminders, telling
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import Person

STANDING = "standing_place"
GIVEN = "shift.standing_given"
ENDED = "shift.standing_ended"
AWAY = "shift.standing_away"
FREE = "shift.standing_free"
# The same for all ways to one: a place on the day, the role, the time.
CHECKS = eligibility.ASKED_CHECKS
FILLING = Actor.system("standing places")


@dataclass(frozen=True)
class Given:
    """A standing place, the dates that it has taken, and those that it could not take."""

    place: StandingPlace
    taken: Sequence[SignUp]
    passed: Sequence[Shift]


def place_of(*, shift: Shift, person: Person | None) -> StandingPlace | None:
    """A person's standing place on shifts like this one."""
    if person is None or shift.series_time_id is None:
        return None
    return open_places(shift=shift).filter(person=person).first()


def open_places(*, shift: Shift) -> QuerySet[StandingPlace]:
    """Who has a standing place on shifts like this one, who had it first, first."""
    if shift.series_time_id is None or shift.series_day is None:
        return StandingPlace.objects.none()
    found = StandingPlace.objects.filter(
        time=shift.series_time_id, weekday=shift.series_day.weekday(), to_on__isnull=True
    )
    return found.select_related("person").order_by("created_at", "pk")


def dates_ahead(*, time: SeriesTime, weekday: int) -> list[Shift]:
    """The published shifts of a series that have not started, at one time and weekday, in order of time."""
    ahead = Shift.objects.select_related("role", "site").filter(
        series_time=time, state=Shift.State.PUBLISHED, starts_at__gt=clock.now()
    )
    # 1 is Sunday there.
    return list(ahead.filter(series_day__week_day=(weekday + 1) % 7 + 1).order_by("starts_at", "pk"))


@transaction.atomic(durable=True)
def take(*, shift: Shift, person: Person, by: Actor) -> Given:
    """Take a standing place by oneself: a place on each coming shift like this one that is free and suits.

    Taking it twice changes nothing. Raises NotRepeating, ByCoordinatorOnly (where one does not sign up at
    once), NothingToTake, or Busy.
    """
    if not may_be_taken(shift=shift):
        raise errors.ByCoordinatorOnly
    return _give(shift, person, by=by)


def may_be_taken(*, shift: Shift) -> bool:
    """Whether volunteers take standing places here by themselves: where they sign up at once, at any time."""
    at_once = shift.sign_up_mode == Shift.SignUpMode.AT_ONCE and shift.opens_hours_before is None
    return at_once and shift.series_time_id is not None


@transaction.atomic(durable=True)
def give(*, shift: Shift, person: Person, by: Actor) -> Given:
    """Give somebody who does the role a standing place, as a coordinator. They are told.

    What `take` does otherwise. Raises NotRepeating, NothingToTake, or Busy.
    """
    given = _give(shift, person, by=by)
    if given.taken:
        _tell(GIVEN, given.place, person)
    return given


@transaction.atomic(durable=True)
def end(*, place: StandingPlace, by: Actor) -> int:
    """End a standing place and give its coming dates back. Returns how many. Twice changes nothing.

    Who did not end it themselves is told. Raises Busy.
    """
    person = locks.person(place.person)
    released = _end(StandingPlace.objects.filter(pk=place.pk), person, by=by)
    if released is None:
        return 0
    if by.user is None or by.user != person.user_uuid:
        _tell(ENDED, place, person)
    return released


@transaction.atomic
def end_all(*, person: Person, by: Actor) -> None:
    """End every standing place of a locked person who pauses or leaves. A step of those verbs.

    Their dates are given back with all that they hold ahead.
    """
    _end(StandingPlace.objects.filter(person=person), person, by=by)


@transaction.atomic
def away(*, person: Person, from_on: date, to_on: date, by: Actor) -> int:
    """Give back the dates of a locked person's standing places on days on which they are away.

    A step of noting an absence. They are told, and so is the contact person of these shifts. What they
    chose for that one day they keep until they give it back.
    """
    zone = timezone.get_current_timezone()
    found = _held(StandingPlace.objects.filter(person=person))
    days = [sign_up for sign_up in found if from_on <= sign_up.starts_at.astimezone(zone).date() <= to_on]
    released = _release(days, person, by=by)
    for place in {sign_up.standing_id: sign_up.standing for sign_up in days}.values():
        if place is not None:
            _tell_away(place, person, days=[each for each in days if each.standing_id == place.pk])
    return released


@transaction.atomic
def fill(*, shift: Shift, by: Actor = FILLING) -> list[SignUp]:
    """Put those with a standing place on a shift of their series that is new, or newly published.

    Who may not come that day, or has given the day back, is passed by. A step of the verbs that make and
    publish shifts: nobody else holds the lock of a new shift, and the others lock `people_of` it first.
    """
    if shift.state != Shift.State.PUBLISHED or conditions.has_started(shift):
        return []
    made = []
    day = shift.series_day
    for place in open_places(shift=shift).filter(from_on__lte=day) if day else []:
        taken = _take_date(shift, place, place.person, by=by)
        if taken is not None:
            made.append(taken)
    return made


@transaction.atomic
def fill_new(*, shifts: Sequence[Shift]) -> None:
    """`fill` for many shifts of a series that were made just now, so that nobody else can see them yet."""
    times = {shift.series_time_id for shift in shifts}
    found = StandingPlace.objects.filter(time__in=times, to_on__isnull=True)
    kept = list(found.values_list("time", "weekday", "person"))
    locks.people({person for _time, _weekday, person in kept})
    wanted = {(time, weekday) for time, weekday, _person in kept}
    for shift in shifts:
        if shift.series_day and (shift.series_time_id, shift.series_day.weekday()) in wanted:
            fill(shift=shift)


def people_of(*, shift: Shift) -> list[int]:
    """Whom `fill` would put on a shift, for locking them before it."""
    return list(open_places(shift=shift).values_list("person", flat=True))


def _give(shift: Shift, person: Person, *, by: Actor) -> Given:
    person = locks.person(person)
    time, day = shift.series_time, shift.series_day
    if time is None or day is None:
        raise errors.NotRepeating
    weekday, today = day.weekday(), clock.today(current_association())
    known = open_places(shift=shift).filter(person=person).first()
    if known is not None:
        return Given(known, [], [])
    place = StandingPlace.objects.create(
        time=time, weekday=weekday, person=person, from_on=today, created_at=clock.now()
    )
    taken, passed = [], []
    for date_ahead in sorted(dates_ahead(time=time, weekday=weekday), key=lambda each: each.pk):
        locked = locks.shift(date_ahead)
        made = _take_date(locked, place, person, by=by, again=True)
        if made is None:
            passed.append(locked)
        else:
            taken.append(made)
    if not taken:
        raise errors.NothingToTake
    _note("given", place, person, by=by, dates=len(taken))
    return Given(place, taken, passed)


def _take_date(
    shift: Shift,
    place: StandingPlace,
    person: Person,
    *,
    by: Actor,
    again: bool = False,
) -> SignUp | None:
    """One date of a standing place; None where they may not come. What they hold becomes part of it."""
    standing = eligibility.standing_of(person, shifts=[shift])
    held = standing.own(shift)
    if held is not None:
        SignUp.objects.filter(pk=held.pk).update(standing=place)
        return held
    if not again and SignUp.objects.filter(shift=shift, person=person).exists():
        return None
    if eligibility.reasons(shift, standing, checks=CHECKS):
        return None
    taken = placing.place(shift=shift, person=person, by=by, standing=str(place.uuid))
    taken.standing = place
    taken.save(update_fields=["standing"])
    reminders.plan(sign_up=taken)
    calling.place_taken(shift=shift, person=person)
    return taken


def _end(places: QuerySet[StandingPlace], person: Person, *, by: Actor) -> int | None:
    today = clock.today(current_association())
    ended = list(places.filter(to_on__isnull=True).order_by("pk"))
    if not ended:
        return None
    released = _release(_held(places), person, by=by)
    for place in ended:
        place.to_on = max(today, place.from_on)
        place.save(update_fields=["to_on"])
        _note("ended", place, person, by=by, dates=released)
    return released


def _held(places: QuerySet[StandingPlace]) -> list[SignUp]:
    ahead = SignUp.objects.filter(
        shift__starts_at__gt=clock.now(), standing__in=places, state=SignUp.State.SIGNED_UP
    )
    return list(ahead.select_related("shift__contact_person", "standing").order_by("shift_id"))


def _release(held: Sequence[SignUp], person: Person, *, by: Actor) -> int:
    own = by.user is not None and by.user == person.user_uuid
    to = SignUp.State.CANCELLED_BY_VOLUNTEER if own else SignUp.State.CANCELLED_BY_ORG
    released = 0
    for each in held:
        shift = locks.shift(each.shift)
        sign_up = locks.sign_up(each)
        if sign_up.state != SignUp.State.SIGNED_UP or conditions.has_started(shift):
            continue
        states.move_sign_up(sign_up, shift=shift, to=to, by=by, standing=True)
        telling.released(sign_up=sign_up)
        offering.offer_places(shift=shift)
        released += 1
    return released


def _note(verb: str, place: StandingPlace, person: Person, *, by: Actor, dates: int) -> None:
    trail.record(
        f"standing.{verb}",
        by=by,
        subject_kind=STANDING,
        subject_uuid=place.uuid,
        person=str(person.uuid),
        dates=dates,
    )


def _tell(kind: str, place: StandingPlace, person: Person) -> None:
    messages.plan(
        kind=kind,
        key=f"{kind}:{place.uuid}",
        person_uuid=person.uuid,
        due_at=clock.now(),
        subject_kind=STANDING,
        subject_uuid=place.uuid,
    )


def _tell_away(place: StandingPlace, person: Person, *, days: Sequence[SignUp]) -> None:
    """Tell who is away, and whoever is to be called about the shifts, which dates are free."""
    dates = sorted(each.starts_at.isoformat() for each in days)
    to = {AWAY: person.uuid}
    contact = days[0].shift.contact_person
    if contact is not None and contact != person:
        to[FREE] = contact.uuid
    for kind, reader in to.items():
        messages.plan(
            kind=kind,
            key=f"{kind}:{place.uuid}:{clock.now().isoformat()}",
            person_uuid=reader,
            due_at=clock.now(),
            subject_kind=STANDING,
            subject_uuid=place.uuid,
            data={"dates": dates},
        )
