"""Saying at the place itself: I am here, I am leaving. And afterwards: I was there."""

from datetime import datetime, timedelta

from django.db import transaction

from scheduling.hours.services import attendance as hours
from scheduling.shifts import locks, states
from scheduling.shifts.errors import presence as errors, shifts as shift_errors
from scheduling.shifts.models import Presence, Shift, SignUp
from scheduling.shifts.presence import times
from scheduling.shifts.services import attending
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person
from web import formats

# Pressed again so soon, the second press is the same one.
AGAIN = timedelta(minutes=2)


@transaction.atomic(durable=True)
def arrive(*, shift: Shift, person: Person, way: Presence.Way, by: Actor) -> Presence:
    """Note that somebody has come to a shift; said again, nothing changes.

    Somebody without a place there waits for a coordinator's yes. Raises SignUpClosed (a draft, cancelled),
    TooEarly, IsOver, or Busy.
    """
    person = locks.person(person)
    shift = locks.shift(shift)
    _require_published(shift)
    now = times.whole_minute(clock.now())
    if now < shift.starts_at - times.BEFORE:
        raise errors.TooEarly(
            start=formats.clock_time(shift.starts_at),
            open=formats.clock_time(shift.starts_at - times.BEFORE),
        )
    if now >= shift.ends_at:
        raise errors.IsOver
    here, is_new = Presence.objects.get_or_create(
        shift=shift, person=person, defaults={"way": way, "arrived_at": now}
    )
    if is_new:
        _note("arrived", here, by)
    return here


@transaction.atomic(durable=True)
def leave(*, shift: Shift, person: Person, by: Actor) -> Presence | None:
    """Note that somebody who came leaves: their own times become hours, which wait for approval.

    Said again later, the later time counts. Who leaves before the shift began was not there: None. Raises
    NotHere, SignUpClosed, IsOver, and what marking attendance refuses.
    """
    person = locks.person(person)
    shift = locks.shift(shift)
    _require_published(shift)
    now = times.whole_minute(clock.now())
    if now > shift.ends_at + times.AFTER:
        raise errors.IsOver
    here = Presence.objects.filter(shift=shift, person=person).first()
    if here is None:
        raise errors.NotHere
    if here.left_at is not None and now - here.left_at < AGAIN:
        return here
    counted = times.counted(shift.starts_at, shift.ends_at, arrived_at=here.arrived_at, left_at=now)
    if counted is None:
        here.delete()
        _note("not_there", here, by)
        return None
    here.left_at = now
    here.save(update_fields=["left_at"])
    _note("left", here, by)
    held = _held(shift, person)
    if held is not None:
        attending.note_attended(
            sign_up=held, shift=shift, person=person, starts_at=counted[0], ends_at=counted[1], by=by
        )
    return here


@transaction.atomic(durable=True)
def accept_walk_in(*, presence: Presence, by: Actor) -> SignUp:
    """Say yes to somebody who came without a place: they get one, and hours once they have left.

    When they have said nothing of leaving and the shift is over, it counts to its end. Twice changes nothing.
    Raises NotStarted, SignUpClosed, NoPlaceForWalkIn, TheirTimesOverlap, Busy, and what `scheduling.hours`
    refuses.
    """
    person = locks.person(presence.person)
    shift = locks.shift(presence.shift)
    held = attending.place_for_walk_in(shift=shift, person=person, by=by)
    end = presence.left_at or shift.ends_at
    counted = times.counted(shift.starts_at, shift.ends_at, arrived_at=presence.arrived_at, left_at=end)
    if counted is not None and end <= clock.now() and held.state == SignUp.State.SIGNED_UP:
        attending.note_attended(
            sign_up=held, shift=shift, person=person, starts_at=counted[0], ends_at=counted[1], by=by
        )
    return held


@transaction.atomic
def refuse_walk_in(*, presence: Presence, by: Actor) -> None:
    """Say no to somebody who came without a place, as to a slip: nothing stays of it.

    Whoever has got a place meanwhile keeps what they said.
    """
    shift = locks.shift(presence.shift)
    if _held(shift, presence.person) is None and Presence.objects.filter(pk=presence.pk).delete()[0]:
        _note("refused", presence, by)


@transaction.atomic(durable=True)
def tell_own(
    *,
    sign_up: SignUp,
    came: bool,
    by: Actor,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> SignUp:
    """Say afterwards oneself whether one was on a shift, and from when to when; said again, corrected.

    The hours wait for approval, and until then one may say otherwise. Raises OwnTimesAhead, and what marking
    attendance refuses, as for hours that are approved.
    """
    person = locks.person(sign_up.person)
    shift = locks.shift(sign_up.shift)
    held = locks.sign_up(sign_up)
    attending.require_markable(shift=shift, sign_up=held)
    if not came:
        return attending.note_absent(sign_up=held, shift=shift, person=person, by=by)
    if (ends_at or shift.ends_at) > clock.now():
        raise errors.OwnTimesAhead
    return attending.note_attended(
        sign_up=held, shift=shift, person=person, starts_at=starts_at, ends_at=ends_at, by=by
    )


def is_settled(*, sign_up: SignUp) -> bool:
    """Whether the hours of a place are approved, so that nobody says otherwise any more."""
    return hours.is_approved(person=sign_up.person, subject_kind=states.SIGN_UP, subject_uuid=sign_up.uuid)


def _held(shift: Shift, person: Person) -> SignUp | None:
    held = SignUp.objects.filter(shift=shift, person=person, state__in=SignUp.ACTIVE).first()
    return locks.sign_up(held) if held else None


def _require_published(shift: Shift) -> None:
    if shift.state != Shift.State.PUBLISHED:
        draft = shift.state == Shift.State.DRAFT
        raise shift_errors.ShiftIsDraft if draft else shift_errors.ShiftIsCancelled


def _note(verb: str, here: Presence, by: Actor) -> None:
    trail.record(
        f"presence.{verb}",
        by=by,
        subject_kind=states.SHIFT,
        subject_uuid=here.shift.uuid,
        person=str(here.person.uuid),
        way=str(here.way),
    )
