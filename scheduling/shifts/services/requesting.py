"""A coordinator's answer to somebody who has asked for a place, and the asker's own change of mind."""

from collections.abc import Sequence

from django.db import transaction

from notifications import services as messages
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.errors.shifts import Weight
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import calling, telling
from tenants import clock
from tenants.actors import Actor

CONFIRMED = "shift.request_confirmed"
DECLINED = "shift.request_declined"


def checks_of(*, sign_up: SignUp) -> Sequence[eligibility.Check]:
    """What is looked at when a coordinator answers: all that a volunteer is asked, but how one signs up."""
    if sign_up.in_training:
        return eligibility.COORDINATOR_TRAINING_CHECKS
    return eligibility.COORDINATOR_CHECKS


@transaction.atomic(durable=True)
def confirm_request(*, sign_up: SignUp, by: Actor, reason: str = "", word: str = "") -> SignUp:
    """Give somebody the place that they have asked for, and tell them, with a `word` where there is one.

    Confirming twice changes nothing. With a `reason`, which is kept, also against what a coordinator may pass
    by. Raises RequestIsOver, OverrideNeedsReason, what the checks raise, or Busy.
    """
    person = locks.person(sign_up.person)
    shift = locks.shift(sign_up.shift)
    asked = locks.sign_up(sign_up)
    if asked.state in SignUp.ACTIVE:
        return asked
    if asked.state != SignUp.State.REQUESTED:
        raise place_errors.RequestIsOver
    standing = eligibility.standing_of(person, shifts=[shift])
    found = eligibility.reasons(shift, standing, checks=checks_of(sign_up=asked))
    _require(found, overridden=bool(reason))
    asked.answer = word[:300]
    states.move_sign_up(
        asked,
        shift=shift,
        to=SignUp.State.SIGNED_UP,
        by=by,
        reason=reason if found else "",
        requested=True,
        answered_for=[each.code for each in found],
    )
    telling.signed_up(sign_up=asked, kind=CONFIRMED)
    calling.place_taken(shift=shift, person=person)
    return asked


def _require(found: Sequence[errors.ShiftRefusal], *, overridden: bool) -> None:
    for refusal in found:
        if refusal.weight == Weight.FIXED:
            raise refusal
    if found and not overridden:
        raise place_errors.OverrideNeedsReason(said=" ".join(str(each) for each in found)) from found[0]


@transaction.atomic(durable=True)
def decline_request(*, sign_up: SignUp, by: Actor, word: str = "") -> SignUp:
    """Say no to a request, and tell the one who asked, with a `word` where there is one. Twice is once.

    Raises RequestIsOver for one that was withdrawn or has its place, ShiftHasStarted, or Busy.
    """
    shift = locks.shift(sign_up.shift)
    asked = locks.sign_up(sign_up)
    if asked.state == SignUp.State.CANCELLED_BY_ORG:
        return asked
    if asked.state != SignUp.State.REQUESTED:
        raise place_errors.RequestIsOver
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted
    asked.answer = word[:300]
    states.move_sign_up(asked, shift=shift, to=SignUp.State.CANCELLED_BY_ORG, by=by, requested=True)
    messages.plan(
        kind=DECLINED,
        key=f"{DECLINED}:{asked.uuid}",
        person_uuid=asked.person.uuid,
        due_at=clock.now(),
        subject_kind=states.SIGN_UP,
        subject_uuid=asked.uuid,
    )
    return asked


def withdraw(*, asked: SignUp, shift: Shift, by: Actor) -> SignUp:
    """Take a locked request back, inside the transaction of the verb that calls it. Nobody asks why.

    It has held no place, so nothing is free now, and there is nothing to be undone: one asks again.
    """
    states.move_sign_up(asked, shift=shift, to=SignUp.State.PASSED, by=by)
    messages.drop(subject_kind=states.SIGN_UP, subject_uuid=asked.uuid)
    return asked
