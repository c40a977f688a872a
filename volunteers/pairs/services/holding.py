"""Steps that several verbs of pairs share: what is held until the transaction ends, and who is told.

Order: **person, then pair, then client, then place, then months, then counts and hours.**
"""

from django.db.models import QuerySet

from notifications import services as messages
from notifications.services import Wanted
from tenants import clock
from volunteers.pairs.models import Client, Pair, Signal
from volunteers.pairs.states import SUBJECT

WAITS, OVER = "pairs.waits", "pairs.over"


def lock(*, pair: Pair) -> Pair:
    """Hold a pair: the second who presses sees what the first one did."""
    rows = Pair.objects.select_for_update(of=("self",))
    return rows.select_related("role", "volunteer", "agreement").get(pk=pair.pk)


def client_of(*, pair: Pair) -> Client:
    """Hold its client."""
    return Client.objects.select_for_update().get(pk=pair.client_id)


def end_links(*, pairs: QuerySet[Pair]) -> int:
    """Let the private links to the clients of these pairs open nothing any more. Returns how many they were.

    Whoever was in charge has seen them: they end with that.
    """
    linked = Client.objects.filter(pairs__in=pairs.order_by()).exclude(token_hash="")
    return linked.update(token_hash="")


def leave_alone(*, pairs: QuerySet[Pair]) -> int:
    """Pairs lose their coordinator, and wait for another one. Returns how many they were."""
    end_links(pairs=pairs)
    return pairs.update(coordinator_user=None, coordinator_name="")


def close_proposals(*, pair: Pair) -> None:
    """Nobody is asked any more."""
    pair.proposals.filter(closed_at__isnull=True).update(closed_at=clock.now())


def signal(*, pair: Pair, kind: str, **fields: object) -> Signal:
    """Let the coordinator know that something waits. What waits already is not doubled."""
    known = pair.signals.filter(kind=kind, settled_at__isnull=True).first()
    return known or Signal.objects.create(pair=pair, kind=kind, at=clock.now(), **fields)


def tell_waits(*, pair: Pair, about: str) -> None:
    """The volunteer is told that something waits for an answer: not what, and not of whom."""
    _tell(WAITS, pair, about)


def tell_over(*, pair: Pair) -> None:
    """The volunteer is told that something of theirs has changed."""
    _tell(OVER, pair, f"{pair.uuid}:{pair.state}")


def _tell(kind: str, pair: Pair, about: str) -> None:
    if pair.volunteer is None:
        return
    messages.plan_together(
        wanted=[Wanted(kind=kind, key=f"{kind}:{about}", due_at=clock.now())],
        person_uuid=pair.volunteer.uuid,
        subject_kind=SUBJECT,
        subject_uuid=pair.uuid,
    )
