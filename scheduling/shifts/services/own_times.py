"""When within a shift somebody is there: said before it, by themselves or by a coordinator for them."""

from copy import copy
from datetime import datetime

from django.db import transaction

from notifications import services as messages
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors import places as place_errors, shifts as errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import confirming, reminders, telling
from tenants.actors import Actor

# Who stays longer than was said has to have that time, and the rest that the role asks for.
CHECKS = (eligibility.has_the_time, eligibility.has_rested)
CHECKS_ON_BEHALF = (eligibility.has_the_time,)


@transaction.atomic(durable=True)
def set_own_times(
    *, sign_up: SignUp, starts_at: datetime, ends_at: datetime, by: Actor, on_behalf: bool = False
) -> SignUp:
    """Note from when to when somebody comes to a shift; with the shift's times they come to all of it again.

    Reminders go by the new start, and a question whether a new time suits is answered by this. `on_behalf`:
    a coordinator says so, and the person is told. The same times change nothing. Raises NotSignedUp,
    ShiftHasStarted, EndBeforeStart, OutsideTheShift, TimesOverlap, RestTooShort, or Busy.
    """
    person = locks.person(sign_up.person)
    shift = locks.shift(sign_up.shift)
    held = locks.sign_up(sign_up)
    _require_sound(shift, held, starts_at=starts_at, ends_at=ends_at)
    if (held.starts_at, held.ends_at) == (starts_at, ends_at):
        return held
    if starts_at < held.starts_at or ends_at > held.ends_at:
        meant = copy(shift)
        meant.starts_at, meant.ends_at = starts_at, ends_at
        standing = eligibility.standing_of(person, shifts=[shift])
        eligibility.require(meant, standing, checks=CHECKS_ON_BEHALF if on_behalf else CHECKS)
    held.starts_at, held.ends_at = starts_at, ends_at
    states.correct_times(held, by=by)
    states.calendars_differ(shift)
    if held.confirm_asked_at is not None:
        states.confirm(held, by=by)
        messages.drop(subject_kind=states.SIGN_UP, subject_uuid=held.uuid, kind=confirming.REMINDER)
    messages.drop(subject_kind=states.SIGN_UP, subject_uuid=held.uuid, kind=reminders.KIND)
    reminders.plan(sign_up=held)
    if on_behalf:
        telling.own_times(sign_up=held)
    return held


def _require_sound(shift: Shift, held: SignUp, *, starts_at: datetime, ends_at: datetime) -> None:
    if held.state != SignUp.State.SIGNED_UP:
        raise errors.NotSignedUp
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted
    if ends_at <= starts_at:
        raise errors.EndBeforeStart
    if starts_at < shift.starts_at or ends_at > shift.ends_at:
        raise place_errors.OutsideTheShift
