"""Giving somebody a place by the sign-up by which they hoped for it already, or by a new one."""

from typing import Any

from django.db import transaction

from notifications import services as messages
from scheduling.shifts import locks, states
from scheduling.shifts.models import Shift, SignUp
from tenants.actors import Actor
from volunteers.register.models import Person


@transaction.atomic
def place(*, shift: Shift, person: Person, by: Actor, **data: Any) -> SignUp:
    """Put a locked person on a locked shift. A step of verbs that have made sure that they may come.

    Who asked or waited for a place there, or was offered one, has it now, and hears no more of that.
    """
    hope = SignUp.objects.filter(shift=shift, person=person, state__in=SignUp.HOPING).first()
    if hope is None:
        return states.take_place(shift, person=person, by=by, **data)
    messages.drop(subject_kind=states.SIGN_UP, subject_uuid=hope.uuid)
    return states.move_sign_up(locks.sign_up(hope), shift=shift, to=SignUp.State.SIGNED_UP, by=by, **data)
