"""The one door for what two people ask of each other when plans change.

    asked ──► agreed ──► done
      any of these two ──► done | declined | withdrawn | lapsed

A swap is agreed where a coordinator has the last word. Callers hold the locks (see `locks`).
"""

from django.db.models import Q, QuerySet

from scheduling.shifts.models import SignUp, Swap
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail

SWAP = "swap"
OPEN = (Swap.State.ASKED, Swap.State.AGREED)
_ENDS = {Swap.State.DONE, Swap.State.DECLINED, Swap.State.WITHDRAWN, Swap.State.LAPSED}
MOVES: dict[str, set[Swap.State]] = {
    Swap.State.ASKED: {Swap.State.AGREED, *_ENDS},
    Swap.State.AGREED: _ENDS,
}


class NotFromHere(RuntimeError):
    """The state does not lead there. Verbs check before they ask, so this is always a programming error."""


def ask(*, mine: SignUp, yours: SignUp, by: Actor) -> Swap:
    """Note that somebody would like to swap their place with another's."""
    swap = Swap.objects.create(mine=mine, yours=yours, at=clock.now())
    trail.record("swap.asked", by=by, subject_kind=SWAP, subject_uuid=swap.uuid)
    return swap


def move(swap: Swap, *, to: Swap.State, by: Actor) -> Swap:
    """Move a locked swap, and note who did."""
    if to not in MOVES.get(swap.state, set()):
        raise NotFromHere(f"A swap that is {swap.state} does not become {to}.")
    swap.state = to
    swap.settled_at = clock.now() if to in _ENDS else None
    swap.save(update_fields=["state", "settled_at"])
    trail.record(f"swap.{to}", by=by, subject_kind=SWAP, subject_uuid=swap.uuid)
    return swap


def open_swaps_of(sign_up: SignUp) -> QuerySet[Swap]:
    """The swaps of a place, asked for or asked of, that are not settled."""
    return Swap.objects.filter(Q(mine=sign_up) | Q(yours=sign_up), state__in=OPEN)
