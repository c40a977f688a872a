"""How swaps end when something else changes, and what those are told who had asked or agreed."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet

from notifications import services as messages
from scheduling.shifts import changes
from scheduling.shifts.models import SignUp, Swap
from tenants import clock
from tenants.actors import Actor

OVER = "swap.over"
NOBODY, FELL_THROUGH, REFUSED = "nobody", "fell_through", "refused"
CHANGED = Actor.system("swaps")


@transaction.atomic
def lapse(*, sign_up: SignUp, by: Actor = CHANGED) -> None:
    """A locked place was given back or has moved: what was asked about it cannot be any more.

    A step of the verbs that change a place. Who is left waiting hears of it.
    """
    found = changes.open_swaps_of(sign_up).select_for_update(of=("self",), no_key=True).order_by("pk")
    for swap in found.select_related("mine__person", "yours__person"):
        settle(swap=swap, to=Swap.State.LAPSED, by=by, why=FELL_THROUGH)


@transaction.atomic
def lapse_all(*, sign_ups: Collection[SignUp]) -> None:
    """`lapse` for many locked places, of which few are asked about."""
    keys = {sign_up.pk: sign_up for sign_up in sign_ups}
    about = Swap.objects.filter(Q(mine__in=keys) | Q(yours__in=keys), state__in=changes.OPEN)
    for places in about.order_by("pk").values_list("mine", "yours"):
        for pk in places:
            if pk in keys:
                lapse(sign_up=keys[pk])


def settle(*, swap: Swap, to: Swap.State, by: Actor, why: str) -> None:
    """End a locked swap that does not come about, and tell those who still count on it."""
    agreed = swap.state == Swap.State.AGREED
    changes.move(swap, to=to, by=by)
    messages.drop(subject_kind=changes.SWAP, subject_uuid=swap.uuid)
    if agreed:
        tell(swap=swap, place=swap.yours, why=why)
    if to != Swap.State.WITHDRAWN and not open_of(mine=swap.mine).exists():
        tell(swap=swap, place=swap.mine, why=why if agreed else NOBODY)


def open_of(*, mine: SignUp) -> QuerySet[Swap]:
    """What somebody has asked about their place, and is not settled."""
    return Swap.objects.filter(mine=mine, state__in=changes.OPEN)


def tell(*, swap: Swap, place: SignUp, why: str) -> None:
    """Somebody keeps their own shift, unless they have given it away."""
    if place.state != SignUp.State.SIGNED_UP:
        return
    messages.plan(
        kind=OVER,
        key=f"{OVER}:{swap.uuid}:{place.uuid}",
        person_uuid=place.person.uuid,
        due_at=clock.now(),
        subject_kind=changes.SWAP,
        subject_uuid=swap.uuid,
        data={"why": why, "side": "mine" if place.pk == swap.mine_id else "yours"},
    )
