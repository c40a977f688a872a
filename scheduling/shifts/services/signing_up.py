"""Taking a place and giving it back."""

from collections.abc import Sequence

from django.db import transaction

from notifications import services as messages
from scheduling.shifts import conditions, eligibility, errors, locks, selectors, states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import calling, offering, telling
from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Person

UNDO_CHECKS = (eligibility.shift_is_open, eligibility.has_the_time, eligibility.has_a_place)


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

    Who waits for a place is offered it, and hears of that when the time for `undo_cancel` is over. Raises
    ShiftHasStarted.
    """
    shift = locks.shift(shift)
    held = SignUp.objects.filter(shift=shift, person=person, state__in=SignUp.ACTIVE).first()
    if held is None:
        return None
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted
    return free(held=locks.sign_up(held), shift=shift, by=by)


def free(*, held: SignUp, shift: Shift, by: Actor) -> SignUp:
    """Give a locked sign-up's place on its locked shift back, inside the transaction of the verb that calls
    it. For ten minutes nobody else hears of it.
    """
    states.move_sign_up(held, shift=shift, to=SignUp.State.CANCELLED_BY_VOLUNTEER, by=by)
    telling.released(sign_up=held)
    offering.offer_places(shift=shift, told_from=clock.now() + selectors.UNDO)
    return held


@transaction.atomic(durable=True)
def undo_cancel(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Have the place again that one has just given back. Twice changes nothing.

    For ten minutes nobody else has been told of it: who was offered it waits again. Later, and without such a
    cancelling, it is signing up. Raises what signing up raises.
    """
    person = locks.person(person)
    shift = locks.shift(shift)
    gave_back = selectors.just_cancelled(shift, person=person)
    if gave_back is None:
        return take(shift=shift, person=person, by=by, checks=eligibility.CHECKS)
    standing = eligibility.standing_of(person, shifts=[shift])
    if held := standing.own(shift):
        return held
    if conditions.is_full(shift):
        offering.take_back_untold(shift=shift)
    # It was theirs: what the association asks of those who are new to the shift was asked before.
    eligibility.require(shift, standing, checks=UNDO_CHECKS)
    taken = states.take_place(shift, person=person, by=by, in_training=gave_back.in_training)
    telling.signed_up(sign_up=taken)
    calling.place_taken(shift=shift, person=person)
    return taken


def take(*, shift: Shift, person: Person, by: Actor, checks: Sequence[eligibility.Check]) -> SignUp:
    """What all ways to a place have in common, inside the transaction of the verb that calls it."""
    person = locks.person(person)
    shift = locks.shift(shift)
    standing = eligibility.standing_of(person, shifts=[shift])
    if held := standing.own(shift):
        return held
    asks: Sequence[eligibility.Check] = eligibility.CHECKS
    hoped = locks.hope(shift, person=person)
    if hoped is not None and hoped.state == SignUp.State.OFFERED:  # a place is kept for them
        asks = offering.CHECKS_OF_OFFERED
        checks = [check for check in checks if check in asks]
    eligibility.require(shift, standing, checks=checks)
    answered_for = [reason.code for reason in eligibility.reasons(shift, standing, checks=asks)]
    if hoped is None:
        taken = states.take_place(shift, person=person, by=by, answered_for=answered_for)
    else:
        messages.drop(subject_kind=states.SIGN_UP, subject_uuid=hoped.uuid)
        taken = states.move_sign_up(
            hoped, shift=shift, to=SignUp.State.SIGNED_UP, by=by, answered_for=answered_for
        )
    telling.signed_up(sign_up=taken)
    calling.place_taken(shift=shift, person=person)
    return taken
