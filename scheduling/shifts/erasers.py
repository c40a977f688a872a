"""How shifts lose a person: places to come become free, and those that were taken stay taken by somebody."""

from zoneinfo import ZoneInfo

from scheduling.shifts import conditions, locks, states
from scheduling.shifts.models import (
    Invitation,
    Presence,
    Series,
    Shift,
    ShiftTemplate,
    SignUp,
    StandIn,
    StandingPlace,
    Wish,
)
from scheduling.shifts.services import offering, telling
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register.person_data import Erasing


def sign_ups(erasing: Erasing) -> None:
    """Release what is to come; hand the rest over to the blank people of their years."""
    mine = SignUp.objects.filter(person=erasing.person)
    ahead = mine.filter(state__in=(SignUp.State.SIGNED_UP, *SignUp.HOPING))
    for sign_up in ahead.select_related("shift").order_by("shift_id"):
        if sign_up.state != SignUp.State.SIGNED_UP or not conditions.has_started(sign_up.shift):
            give_back(sign_up)
    zone = ZoneInfo(current_association().timezone)
    for sign_up in mine:
        year = sign_up.starts_at.astimezone(zone).year
        SignUp.objects.filter(pk=sign_up.pk).update(person=erasing.blanks.of(year), answer="")


def contact(erasing: Erasing) -> None:
    """Their shifts, and what shifts are made of, have no contact person."""
    for model in (Shift, Series, ShiftTemplate):
        model.objects.filter(contact_person=erasing.person).update(contact_person=None)


def standing(erasing: Erasing) -> None:
    """Nothing stands for them any more."""
    StandingPlace.objects.filter(person=erasing.person).delete()


def invitations(erasing: Erasing) -> None:
    """They are invited nowhere."""
    Invitation.objects.filter(person=erasing.person).delete()


def stood_in(erasing: Erasing) -> None:
    """That a place was taken over stays, by whom does not."""
    StandIn.objects.filter(found=erasing.person).update(found=None)


def presences(erasing: Erasing) -> None:
    """When they came and left goes; the hours that came of it stay with the blank people."""
    Presence.objects.filter(person=erasing.person).delete()


def wish(erasing: Erasing) -> None:
    """What they wished goes."""
    Wish.objects.filter(person=erasing.person).delete()


def give_back(sign_up: SignUp) -> None:
    """Free a place on a coming shift, for somebody who leaves the register."""
    shift = locks.shift(sign_up.shift)
    held = locks.sign_up(sign_up)
    if held.state in (SignUp.State.SIGNED_UP, *SignUp.HOPING):
        states.move_sign_up(
            held, shift=shift, to=SignUp.State.CANCELLED_BY_VOLUNTEER, by=Actor.system("erasure")
        )
        telling.released(sign_up=held)
        offering.offer_places(shift=shift)
