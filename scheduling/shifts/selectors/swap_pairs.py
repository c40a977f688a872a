"""With whom somebody could swap: shifts that they could take, and whose people could take theirs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduling.shifts import changes
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.eligibility.checks import Standing
from scheduling.shifts.models import Shift, SignUp, Swap
from tenants import clock

# How far ahead shifts are offered for a swap, and how many at most: the next ones.
AHEAD = timedelta(days=60)
MOST = 60
# The place comes with the swap.
CHECKS = tuple(check for check in eligibility.ASKED_CHECKS if check is not eligibility.has_a_place)


@dataclass(frozen=True)
class Possible:
    """A shift, and the places on it that could be swapped."""

    shift: Shift
    places: Sequence[SignUp]
    # Whether those who hold them have been asked already.
    asked: bool = False


def possible(mine: SignUp, *, asked: bool = True) -> list[Possible]:
    """The shifts that the holder of a place could have instead, the next first.

    With `asked` those too where everybody who could has been asked already.
    """
    shifts = _shifts(mine)
    standing = without(eligibility.standing_of(mine.person, shifts=shifts), mine)
    free = {
        shift.pk: shift
        for shift in shifts
        if not eligibility.reasons(shift, standing, checks=CHECKS) and standing.own(shift) is None
    }
    waiting = set(Swap.objects.filter(mine=mine, state__in=changes.OPEN).values_list("yours", flat=True))
    open_places: dict[int, list[SignUp]] = defaultdict(list)
    asked_of: set[int] = set()
    for place in _places(free, but=mine):
        if place.pk in waiting:
            asked_of.add(place.shift_id)
        else:
            open_places[place.shift_id].append(place)
    found = [
        Possible(shift, open_places[pk], asked=pk in asked_of)
        for pk, shift in free.items()
        if open_places[pk] or (asked and pk in asked_of)
    ]
    return found


def without(standing: Standing, place: SignUp) -> Standing:
    """Somebody's standing once they have given a place back."""
    left = [each for each in standing.claims if each.sign_up.pk != place.pk]
    return replace(
        standing,
        claims=left,
        of_shift={key: each for key, each in standing.of_shift.items() if each.pk != place.pk},
    )


def _shifts(mine: SignUp) -> list[Shift]:
    now = clock.now()
    ahead = Shift.objects.select_related("role", "site").filter(
        state=Shift.State.PUBLISHED, starts_at__gt=now, starts_at__lt=now + AHEAD, taken__gt=0
    )
    return list(ahead.exclude(pk=mine.shift_id).order_by("starts_at", "pk")[:MOST])


def _places(free: dict[int, Shift], *, but: SignUp) -> list[SignUp]:
    """Who comes to these shifts and could come to that of `but` instead."""
    held = SignUp.objects.filter(
        shift__in=free, state=SignUp.State.SIGNED_UP, in_training=False, person__is_blank=False
    )
    here = SignUp.objects.filter(shift=but.shift, state__in=SignUp.ACTIVE).values("person")
    found = held.exclude(person__in=here).select_related("person", "shift").order_by("starts_at", "pk")
    places = list(found)
    standings = eligibility.standings_of([place.person for place in places], shifts=[but.shift])
    return [
        place
        for place in places
        if not eligibility.reasons(but.shift, without(standings[place.person_id], place), checks=CHECKS)
    ]
