"""Who was there: attendance becomes hours."""

from datetime import datetime, timedelta

from django.db import transaction

from scheduling.hours.models import Kind
from scheduling.hours.services import attendance as hours
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Person

# Handovers use people's own times; more than this off the shift is a slip.
LEEWAY = timedelta(hours=6)


@transaction.atomic(durable=True)
def mark_attendance(
    *,
    sign_up: SignUp,
    came: bool,
    by: Actor,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> SignUp:
    """Note after the start whether somebody came, with their own times if they differ from the shift's.

    Who came gets an hours entry, or the one they have is changed; who did not come loses it. Doing it again
    corrects a wrong mark. Raises NotStarted, NotSignedUp, EndBeforeStart, TimesTooFar, TheirTimesOverlap,
    Busy, and what `scheduling.hours` refuses, as for a closed month.
    """
    person = locks.person(sign_up.person)
    shift = locks.shift(sign_up.shift)
    sign_up = locks.sign_up(sign_up)
    require_markable(shift=shift, sign_up=sign_up)
    if came:
        return note_attended(
            sign_up=sign_up, shift=shift, person=person, starts_at=starts_at, ends_at=ends_at, by=by
        )
    return note_absent(sign_up=sign_up, shift=shift, person=person, by=by)


@transaction.atomic(durable=True)
def add_walk_in(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Add somebody who came without signing up, after the start, as having been there.

    Raises NotStarted, SignUpClosed (a draft, cancelled), NoPlaceForWalkIn, TheirTimesOverlap, Busy, and what
    `scheduling.hours` refuses.
    """
    person = locks.person(person)
    shift = locks.shift(shift)
    held = place_for_walk_in(shift=shift, person=person, by=by)
    return note_attended(sign_up=held, shift=shift, person=person, by=by)


def place_for_walk_in(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Give a locked person who came without signing up a place on a locked shift, or find the one they have.

    A step of the verbs that add somebody who came. Raises what `add_walk_in` raises, but for hours.
    """
    if shift.state != Shift.State.PUBLISHED:
        raise errors.ShiftIsDraft if shift.state == Shift.State.DRAFT else errors.ShiftIsCancelled
    if not conditions.has_started(shift):
        raise errors.NotStarted
    held = eligibility.standing_of(person, shifts=[shift]).own(shift)
    if held is None:
        if conditions.is_full(shift):
            raise errors.NoPlaceForWalkIn
        _require_free(person, shift, starts_at=shift.starts_at, ends_at=shift.ends_at)
        held = states.take_place(shift, person=person, by=by, walk_in=True)
    return held


def note_attended(
    *,
    sign_up: SignUp,
    shift: Shift,
    person: Person,
    by: Actor,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> SignUp:
    """Note on a locked sign-up that its locked person was there, with hours. Raises as `mark_attendance`."""
    starts_at, ends_at = starts_at or shift.starts_at, ends_at or shift.ends_at
    _require_plausible(shift, starts_at=starts_at, ends_at=ends_at)
    _require_free(person, shift, starts_at=starts_at, ends_at=ends_at)
    changed = (sign_up.starts_at, sign_up.ends_at) != (starts_at, ends_at)
    sign_up.starts_at, sign_up.ends_at = starts_at, ends_at
    if sign_up.state != SignUp.State.ATTENDED:
        states.move_sign_up(sign_up, shift=shift, to=SignUp.State.ATTENDED, by=by)
    elif changed:
        states.correct_times(sign_up, by=by)
    hours.record_attendance(
        person=person,
        role=shift.role,
        starts_at=starts_at,
        ends_at=ends_at,
        subject_kind=states.SIGN_UP,
        subject_uuid=sign_up.uuid,
        # Who learns does not count among the hours of volunteering.
        kind=Kind.TRAINING if sign_up.in_training else Kind.TASK,
        by=by,
    )
    return sign_up


def note_absent(*, sign_up: SignUp, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Note on a locked sign-up that its locked person did not come, and take their hours back."""
    if sign_up.state != SignUp.State.NO_SHOW:
        hours.retract_attendance(person=person, subject_kind=states.SIGN_UP, subject_uuid=sign_up.uuid, by=by)
        sign_up.starts_at, sign_up.ends_at = shift.starts_at, shift.ends_at
        states.move_sign_up(sign_up, shift=shift, to=SignUp.State.NO_SHOW, by=by)
    return sign_up


def require_markable(*, shift: Shift, sign_up: SignUp) -> None:
    """Refuse a mark before the start, or of somebody without a place. Raises NotSignedUp or NotStarted."""
    if sign_up.state not in SignUp.ACTIVE:
        raise errors.NotSignedUp
    if not conditions.has_started(shift):
        raise errors.NotStarted


def _require_plausible(shift: Shift, *, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise errors.EndBeforeStart
    latest = max(shift.ends_at, min(shift.ends_at + LEEWAY, clock.now()))
    if starts_at < shift.starts_at - LEEWAY or ends_at > latest or starts_at >= shift.ends_at:
        raise errors.TimesTooFar


def _require_free(person: Person, shift: Shift, *, starts_at: datetime, ends_at: datetime) -> None:
    elsewhere = SignUp.objects.filter(
        person=person, state__in=eligibility.BUSY, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).exclude(shift=shift)
    if elsewhere.exists():
        raise errors.TheirTimesOverlap(people=person.name)
