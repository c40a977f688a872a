"""How the places of two become the places of one."""

from scheduling.shifts import changes, conditions
from scheduling.shifts.erasers import give_back
from scheduling.shifts.errors.shifts import PlacesOfBoth
from scheduling.shifts.models import Invitation, Presence, SignUp, StandingPlace, Swap, Wish
from scheduling.shifts.services import swap_ends
from volunteers.register.person_data import Merging
from web import formats

State = SignUp.State


def sign_ups(merging: Merging) -> None:
    """Hand the gone person's places over; one that both hold on a coming shift becomes free.

    Raises PlacesOfBoth where they were, or will be, on shifts at the same time.
    """
    _give_up_hopes_of_both(merging)
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
    for swap in _swaps_between(merging):
        changes.move(swap, to=Swap.State.LAPSED, by=swap_ends.CHANGED)
    SignUp.objects.filter(person=merging.gone).update(person=merging.kept)


def _swaps_between(merging: Merging) -> list[Swap]:
    """Nobody swaps with themselves."""
    both = (merging.kept, merging.gone)
    found = Swap.objects.filter(mine__person__in=both, yours__person__in=both, state__in=changes.OPEN)
    return list(found.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _at_once(my: SignUp, their: SignUp) -> bool:
    """Whether one person cannot have both places: who did not come may have been elsewhere."""
    if State.NO_SHOW in {my.state, their.state}:
        return False
    return my.starts_at < their.ends_at and their.starts_at < my.ends_at


def _give_up_hopes_of_both(merging: Merging) -> None:
    """Who is on a shift, or waits for it, under both names keeps the first claim that counts most."""
    claims = (*SignUp.ACTIVE, *SignUp.HOPING)
    mine = {each.shift_id: each for each in SignUp.objects.filter(person=merging.kept, state__in=claims)}
    theirs = SignUp.objects.filter(person=merging.gone, state__in=claims, shift__in=mine)
    for their in theirs.select_related("shift").order_by("shift_id"):
        my = mine[their.shift_id]
        if their.state in SignUp.HOPING:
            give_back(their)
        elif my.state in SignUp.HOPING:
            give_back(my)


def standing(merging: Merging) -> None:
    """One who has the same standing place under both names has it once."""
    mine = StandingPlace.objects.filter(person=merging.kept, to_on__isnull=True)
    for time, weekday in mine.values_list("time", "weekday"):
        StandingPlace.objects.filter(
            person=merging.gone, time=time, weekday=weekday, to_on__isnull=True
        ).delete()
    StandingPlace.objects.filter(person=merging.gone).update(person=merging.kept)


def invitations(merging: Merging) -> None:
    """Invited once is enough."""
    mine = Invitation.objects.filter(person=merging.kept)
    Invitation.objects.filter(person=merging.gone, shift__in=mine.values("shift")).delete()
    Invitation.objects.filter(person=merging.gone).update(person=merging.kept)


def presences(merging: Merging) -> None:
    """Who came to a shift under both names came once."""
    mine = Presence.objects.filter(person=merging.kept)
    Presence.objects.filter(person=merging.gone, shift__in=mine.values("shift")).delete()
    Presence.objects.filter(person=merging.gone).update(person=merging.kept)


def wish(merging: Merging) -> None:
    """What the one who is kept wishes counts; the other's, where they wish nothing."""
    if Wish.objects.filter(person=merging.kept).exists():
        Wish.objects.filter(person=merging.gone).delete()
    Wish.objects.filter(person=merging.gone).update(person=merging.kept)
