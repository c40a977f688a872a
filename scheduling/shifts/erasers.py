"""How shifts lose a person: places to come become free, and those that were taken stay taken by somebody."""

from zoneinfo import ZoneInfo

from scheduling.shifts import conditions, locks, states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import telling
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register.person_data import Erasing


def sign_ups(erasing: Erasing) -> None:
    """Release what is to come; hand the rest over to the blank people of their years."""
    mine = SignUp.objects.filter(person=erasing.person)
    for sign_up in mine.filter(state=SignUp.State.SIGNED_UP).select_related("shift").order_by("shift_id"):
        if not conditions.has_started(sign_up.shift):
            give_back(sign_up)
    zone = ZoneInfo(current_association().timezone)
    for sign_up in mine:
        year = sign_up.starts_at.astimezone(zone).year
        SignUp.objects.filter(pk=sign_up.pk).update(person=erasing.blanks.of(year))


def contact(erasing: Erasing) -> None:
    """Their shifts have no contact person."""
    Shift.objects.filter(contact_person=erasing.person).update(contact_person=None)


def give_back(sign_up: SignUp) -> None:
    """Free a place on a coming shift, for somebody who leaves the register."""
    shift = locks.shift(sign_up.shift)
    held = locks.sign_up(sign_up)
    if held.state == SignUp.State.SIGNED_UP:
        states.move_sign_up(
            held, shift=shift, to=SignUp.State.CANCELLED_BY_VOLUNTEER, by=Actor.system("erasure")
        )
        telling.released(sign_up=held)
