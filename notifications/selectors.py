"""Reading messages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMinute

from notifications import states, watch
from notifications.models import Message, Said
from tenants import clock

FAILED_SINCE = timedelta(days=30)


def failed_messages() -> QuerySet[Message]:
    """Messages that were given up, the latest first: somebody has to tell the person in another way."""
    return Message.objects.filter(state=Message.State.FAILED).order_by("-due_at")


def moments_of_waiting(urgency: str) -> list[datetime]:
    """When there is something to send or to look after, by the minute in which it becomes due or after it."""
    unsent = Message.objects.filter(urgency=urgency, state__in=[*states.WAITING, Message.State.SENDING])
    minutes = unsent.annotate(minute=TruncMinute("next_at")).values_list("minute", flat=True).distinct()
    return [minute + timedelta(minutes=1) for minute in minutes]


def inbox(person_uuid: UUID) -> QuerySet[Message]:
    """What somebody has been told and can read again, the latest first, with `said`."""
    told = Message.objects.filter(person_uuid=person_uuid, said__isnull=False)
    return told.select_related("said").order_by("-due_at", "-pk")


def unread(person_uuid: UUID) -> int:
    """How many of these they have not opened."""
    said = Said.objects.filter(message__person_uuid=person_uuid, read_at__isnull=True)
    return said.count()


@dataclass(frozen=True)
class Figures:
    """How the messages of one kind stand."""

    due: int
    late: int
    retrying: int
    failed: int


def figures_by_kind() -> dict[str, Figures]:
    """Of each kind that has any: what is due, late, to be tried again, and failed in the last 30 days."""
    now = clock.now()
    unsent = Q(state__in=[*states.WAITING, Message.State.SENDING], next_at__lte=now)
    late = Q()
    for urgency, after in watch.LATE.items():
        late |= Q(urgency=urgency, next_at__lt=now - after)
    failed = Q(state=Message.State.FAILED, due_at__gt=now - FAILED_SINCE)
    counted = (
        Message.objects.filter(Q(state__in=[*states.WAITING, Message.State.SENDING]) | failed)
        .values_list("kind")
        .annotate(
            due=Count("pk", filter=unsent),
            late=Count("pk", filter=unsent & late),
            retrying=Count("pk", filter=Q(state=Message.State.RETRYING)),
            failed=Count("pk", filter=failed),
        )
        .order_by()
    )
    found = {kind: Figures(*numbers) for kind, *numbers in counted}
    return {kind: figures for kind, figures in found.items() if figures != Figures(0, 0, 0, 0)}
