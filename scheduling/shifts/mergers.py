"""How the places of two become the places of one."""

from scheduling.shifts import conditions
from scheduling.shifts.erasers import give_back
from scheduling.shifts.errors import PlacesOfBoth
from scheduling.shifts.models import SignUp
from volunteers.register.person_data import Merging
from web import formats

State = SignUp.State


def sign_ups(merging: Merging) -> None:
    """Hand the gone person's places over; one that both hold on a coming shift becomes free.

    Raises PlacesOfBoth where they were, or will be, on shifts at the same time.
    """
    mine = list(SignUp.objects.filter(person=merging.kept, state__in=SignUp.ACTIVE))
    theirs = SignUp.objects.filter(person=merging.gone, state__in=SignUp.ACTIVE)
    for their in theirs.select_related("shift").order_by("shift_id"):
        for my in mine:
            same = my.shift_id == their.shift_id
            if (
                same
                and {my.state, their.state} == {State.SIGNED_UP}
                and not conditions.has_started(their.shift)
            ):
                give_back(their)
            elif same or _at_once(my, their):
                raise PlacesOfBoth(when=formats.when(their.starts_at, their.ends_at, year=True))
    SignUp.objects.filter(person=merging.gone).update(person=merging.kept)


def _at_once(my: SignUp, their: SignUp) -> bool:
    """Whether one person cannot have both places: who did not come may have been elsewhere."""
    if State.NO_SHOW in {my.state, their.state}:
        return False
    return my.starts_at < their.ends_at and their.starts_at < my.ends_at
