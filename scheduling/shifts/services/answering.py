"""What somebody answers who was asked whether they can come."""

from django.db import transaction

from notifications import calls
from notifications.models import Call
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import SignUp
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.services import standing_in
from tenants.actors import Actor
from volunteers.register.models import Person


def say_yes(*, call: Call, person: Person, by: Actor) -> SignUp:
    """Take the place, or the place of who cannot come: the first one who says so has it.

    Saying it twice changes nothing. Who comes too late has that noted too. Raises CallIsOver, and what
    signing up raises.
    """
    try:
        return _take(call=call, person=person, by=by)
    except (errors.ShiftFull, errors.CallIsOver):
        calls.note(call=call, person=person.uuid, answer=calls.Answer.YES)
        raise


@transaction.atomic(durable=True)
def _take(*, call: Call, person: Person, by: Actor) -> SignUp:
    shift = selectors.shift_called_for(call)
    if shift is None:
        raise errors.CallIsOver
    held = SignUp.objects.filter(shift=shift, person=person, state__in=SignUp.ACTIVE).first()
    if held is not None:
        return held
    if not calls.is_open(call):
        raise errors.CallIsOver
    return standing_in.take_over(shift=shift, person=person, by=by)


@transaction.atomic(durable=True)
def say_no(*, call: Call, person: Person) -> None:
    """Say that one cannot; nobody asks why. When all who were asked have said so, the next ones are asked."""
    calls.note(call=call, person=person.uuid, answer=calls.Answer.NO)
    calls.go_on(call=call)
