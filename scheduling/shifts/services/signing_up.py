"""Taking a place and giving it back."""

from collections.abc import Sequence

from django.db import transaction

from scheduling.shifts import conditions, eligibility, errors, locks, states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import calling, telling
from tenants.actors import Actor
from volunteers.register.models import Person


@transaction.atomic(durable=True)
def sign_up(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Put a person on a shift. Signing up twice changes nothing and returns the same sign-up.

    Confirms by mail and plans the reminders. Raises SignUpClosed (a draft, cancelled, started), ShiftFull,
    TimesOverlap, NotAVolunteerHere, RoleNotHeld, or Busy.
    """
    return take(shift=shift, person=person, by=by, checks=eligibility.CHECKS)


@transaction.atomic(durable=True)
def add_person(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Put a person on a shift for them, as a coordinator. What `sign_up` does, except that the coordinator
    answers for the role.

    Raises SignUpClosed, ShiftFull, TimesOverlap, NotAVolunteerHere, or Busy.
    """
    return take(shift=shift, person=person, by=by, checks=eligibility.COORDINATOR_CHECKS)


@transaction.atomic(durable=True)
def cancel_own(*, shift: Shift, person: Person, by: Actor) -> SignUp | None:
    """Give the place back; nobody asks why. Without a place nothing changes, and the answer is None.

    Undone by signing up again while the place is free. Raises ShiftHasStarted.
    """
    shift = locks.shift(shift)
    held = SignUp.objects.filter(shift=shift, person=person, state__in=SignUp.ACTIVE).first()
    if held is None:
        return None
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted
    held = locks.sign_up(held)
    states.move_sign_up(held, shift=shift, to=SignUp.State.CANCELLED_BY_VOLUNTEER, by=by)
    telling.released(sign_up=held)
    return held


def take(*, shift: Shift, person: Person, by: Actor, checks: Sequence[eligibility.Check]) -> SignUp:
    """What all ways to a place have in common, inside the transaction of the verb that calls it."""
    person = locks.person(person)
    shift = locks.shift(shift)
    standing = eligibility.standing_of(person, shifts=[shift])
    if held := standing.own(shift):
        return held
    eligibility.require(shift, standing, checks=checks)
    answered_for = [reason.code for reason in eligibility.reasons(shift, standing)]
    taken = states.take_place(shift, person=person, by=by, answered_for=answered_for)
    telling.signed_up(sign_up=taken)
    calling.place_taken(shift=shift, person=person)
    return taken
