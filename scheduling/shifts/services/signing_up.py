"""Taking a place, asking for one, and giving it back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from notifications import services as messages
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.errors.shifts import Weight
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.services import calling, offering, requesting, telling
from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Person
from web import formats

UNDO_CHECKS = (eligibility.shift_is_open, eligibility.has_the_time, eligibility.has_a_place)
UNDO_TRAINING_CHECKS = (
    eligibility.shift_is_open,
    eligibility.has_the_time,
    eligibility.has_a_training_place,
)


@transaction.atomic(durable=True)
def sign_up(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Put a person on a shift, or ask for the place where a coordinator confirms first.

    Signing up twice changes nothing and returns the same sign-up. Confirms by mail and plans the reminders.
    Raises what `eligibility.CHECKS` raise, or Busy.
    """
    return take(
        shift=shift,
        person=person,
        by=by,
        checks=eligibility.CHECKS,
    )


@transaction.atomic(durable=True)
def learn(*, shift: Shift, person: Person, by: Actor) -> SignUp:
    """Take a place for learning beside those who come; it fills no place. What `sign_up` does otherwise.

    Raises what `eligibility.TRAINING_CHECKS` raise, or Busy.
    """
    return take(
        shift=shift,
        person=person,
        by=by,
        checks=eligibility.TRAINING_CHECKS,
        in_training=True,
    )


@transaction.atomic(durable=True)
def add_person(
    *, shift: Shift, person: Person, by: Actor, reason: str = "", in_training: bool = False
) -> SignUp:
    """Put a person on a shift for them, as a coordinator, who answers for the role.

    With a `reason`, which is kept, also against what speaks against it; never to two shifts at once, and
    never more people than places. Raises OverrideNeedsReason, what the checks raise, or Busy.
    """
    checks = eligibility.COORDINATOR_TRAINING_CHECKS if in_training else eligibility.COORDINATOR_CHECKS
    try:
        return take(shift=shift, person=person, by=by, checks=checks, reason=reason, in_training=in_training)
    except errors.ShiftRefusal as refusal:
        if refusal.weight == Weight.HARD:
            raise place_errors.OverrideNeedsReason(said=str(refusal)) from refusal
        raise


@transaction.atomic(durable=True)
def cancel_own(*, shift: Shift, person: Person, by: Actor) -> SignUp | None:
    """Give the place back, or withdraw the request; nobody asks why. Without either the answer is None.

    Who waits for a place is offered it, and hears of that when the time for `undo_cancel` is over; a request
    that is withdrawn is PASSED and held none. Raises ShiftHasStarted or CancelDeadlinePassed.
    """
    shift = locks.shift(shift)
    held = SignUp.objects.filter(
        shift=shift, person=person, state__in=(SignUp.State.REQUESTED, *SignUp.ACTIVE)
    ).first()
    if held is None:
        return None
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted
    require_in_time(shift=shift, held=held)
    return free(held=locks.sign_up(held), shift=shift, by=by)


def require_in_time(*, shift: Shift, held: SignUp) -> None:
    """Raises CancelDeadlinePassed where people no longer give their places back by themselves."""
    until = conditions.cancels_until(shift)
    if held.state != SignUp.State.REQUESTED and until <= clock.now():
        raise place_errors.CancelDeadlinePassed(at=formats.when(timezone.localtime(until)))


def free(*, held: SignUp, shift: Shift, by: Actor) -> SignUp:
    """Give a locked sign-up's place on its locked shift back, inside the transaction of the verb that calls
    it. For ten minutes nobody else hears of it. A request is withdrawn.
    """
    if held.state == SignUp.State.REQUESTED:
        return requesting.withdraw(asked=held, shift=shift, by=by)
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
    eligibility.require(
        shift, standing, checks=UNDO_TRAINING_CHECKS if gave_back.in_training else UNDO_CHECKS
    )
    taken = states.take_place(shift, person=person, by=by, in_training=gave_back.in_training)
    telling.signed_up(sign_up=taken)
    calling.place_taken(shift=shift, person=person)
    return taken


def take(
    *,
    shift: Shift,
    person: Person,
    by: Actor,
    checks: Sequence[eligibility.Check],
    reason: str = "",
    in_training: bool = False,
) -> SignUp:
    """What all ways to a place have in common, inside the transaction of the verb that calls it.

    Who asked or waited for it, or was offered it, has it by the same sign-up. Who signs up by themselves only
    asks where a coordinator confirms. A `reason` passes by all that a coordinator may, and is kept.
    """
    person = locks.person(person)
    shift = locks.shift(shift)
    standing = eligibility.standing_of(person, shifts=[shift])
    if held := standing.own(shift):
        return held
    hope = standing.hope(shift)
    asks = eligibility.by_request(shift, checks=checks) and (
        hope is None or hope.state == SignUp.State.REQUESTED
    )
    if asks and hope is not None:
        return hope
    if asks:  # who gets the places, and those that become free, a coordinator says
        checks = [check for check in checks if check is not eligibility.has_a_place]
    eligibility.require(shift, standing, checks=checks, overridden=bool(reason))
    if asks:
        return states.hope_for_place(
            shift, person=person, state=SignUp.State.REQUESTED, by=by, in_training=in_training
        )
    answered_for = [each.code for each in eligibility.reasons(shift, standing)]
    if hope is None:
        taken = states.take_place(
            shift,
            person=person,
            by=by,
            in_training=in_training,
            reason=reason,
            has_slots=shift.pk in standing.seats,
            answered_for=answered_for,
        )
    else:
        messages.drop(subject_kind=states.SIGN_UP, subject_uuid=hope.uuid)
        taken = states.move_sign_up(
            states.hope_otherwise(locks.sign_up(hope), shift=shift, in_training=in_training, by=by),
            shift=shift,
            to=SignUp.State.SIGNED_UP,
            by=by,
            reason=reason,
            answered_for=answered_for,
        )
    telling.signed_up(sign_up=taken)
    calling.place_taken(shift=shift, person=person)
    return taken
