"""Taking part in a run: a place, the waiting list, and giving the place back."""

from django.db import transaction
from django.utils import timezone

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register.leaving import Ahead, Releasing
from volunteers.register.models import Person
from volunteers.training import locks, selectors, states, words
from volunteers.training.errors import (
    CompletedAlready,
    EnrolmentOver,
    NoPeriodHere,
    RunFull,
    RunNotOpen,
)
from volunteers.training.models import Enrolment, Run
from volunteers.training.services import telling
from web import formats

State = Enrolment.State


@transaction.atomic(durable=True)
def enrol(*, run: Run, person: Person, by: Actor, waits: bool = False) -> Enrolment:
    """Take a place by oneself; with `waits` also one at the end of the waiting list, where none is free.

    Twice changes nothing. Raises RunNotOpen, EnrolmentOver, NoPeriodHere, RunFull or Busy.
    """
    locked = locks.run(run)
    if mine := selectors.open_enrolment(run=locked, person=person):
        return mine
    if locked.state != Run.State.PUBLISHED or not locked.course.is_active or selectors.has_begun(locked):
        raise RunNotOpen
    if locked.enrol_until is not None and locked.enrol_until < clock.today(current_association()):
        raise EnrolmentOver(day=formats.day(locked.enrol_until, year=True))
    return _take(run=locked, person=person, by=by, waits=waits)


@transaction.atomic(durable=True)
def enrol_for(*, run: Run, person: Person, by: Actor) -> Enrolment:
    """Enrol somebody as a coordinator, also after the last day or when it has begun; else on the list.

    Twice changes nothing. Raises RunNotOpen, NoPeriodHere or Busy.
    """
    locked = locks.run(run)
    if theirs := selectors.open_enrolment(run=locked, person=person):
        return theirs
    if locked.state != Run.State.PUBLISHED:
        raise RunNotOpen
    return _take(run=locked, person=person, by=by, waits=True)


def _take(*, run: Run, person: Person, by: Actor, waits: bool) -> Enrolment:
    if not selectors.has_period(person):
        raise NoPeriodHere
    free = run.taken < run.places
    if not free and not waits:
        raise RunFull
    made = states.enrol(run, person=person, state=State.ENROLLED if free else State.WAITING, by=by)
    if free:
        telling.enrolled(enrolment=made)
    return made


@transaction.atomic(durable=True)
def leave(*, run: Run, person: Person, by: Actor) -> Enrolment | None:
    """Give one's own place back, or stop waiting; nobody asks why. Who waits longest has the place then.

    Without either the answer is None. Raises CompletedAlready or Busy.
    """
    locked = locks.run(run)
    return _end(locked, person=person, to=State.CANCELLED, by=by)


@transaction.atomic(durable=True)
def take_off(*, enrolment: Enrolment, by: Actor) -> Enrolment | None:
    """Take somebody off a run, as a coordinator. Raises CompletedAlready or Busy."""
    locked = locks.run(enrolment.run)
    return _end(locked, person=enrolment.person, to=State.CANCELLED_BY_ORG, by=by)


def _end(run: Run, *, person: Person, to: str, by: Actor) -> Enrolment | None:
    held = selectors.open_enrolment(run=run, person=person)
    if held is None:
        return None
    if held.state == State.COMPLETED:
        raise CompletedAlready
    states.move(held, run=run, to=to, by=by)
    telling.dropped(enrolment=held)
    move_up(run=run, by=by)
    return held


def move_up(*, run: Run, by: Actor) -> int:
    """Give the free places of a locked run to those who wait, the longest first, and tell them.

    Nobody is brought into a course that has begun: they would have missed a part. Returns how many it were.
    """
    if run.state != Run.State.PUBLISHED or run.taken >= run.places or selectors.has_begun(run):
        return 0
    waiting = Enrolment.objects.filter(run=run, state=State.WAITING).select_related("person", "run")
    first = list(waiting.order_by("pk")[: run.places - run.taken])
    for each in first:
        states.move(each, run=run, to=State.ENROLLED, by=by)
        telling.moved_up(enrolment=each)
    return len(first)


def ahead(*, person: Person) -> list[Ahead]:
    """Places in runs that have not begun."""
    held = selectors.of_person(person).filter(state=State.ENROLLED, starts_at__gt=clock.now())
    return [
        Ahead(
            starts_at=each.starts_at,
            when=formats.when(timezone.localtime(each.starts_at)),
            what=words.title(each.run),
        )
        for each in held
    ]


@transaction.atomic
def release(*, person: Person, by: Actor) -> int:
    """Give back a locked person's places in runs that have not begun, and wait for none any more.

    A step of the verbs that pause or end somebody's time. Raises Busy.
    """
    held = Enrolment.objects.filter(person=person, state__in=(State.WAITING, State.ENROLLED))
    own = by.user is not None and by.user == person.user_uuid
    released = 0
    for found in Run.objects.filter(pk__in=held.values("run")).order_by("pk"):
        run = locks.run(found)
        mine = selectors.open_enrolment(run=run, person=person)
        if mine is None or mine.state == State.COMPLETED or selectors.has_begun(run):
            continue
        released += mine.state == State.ENROLLED
        _end(run, person=person, to=State.CANCELLED if own else State.CANCELLED_BY_ORG, by=by)
    return released


RELEASING = Releasing(name="training", ahead=ahead, release=release)
