"""Reading messages."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import TruncMinute

from notifications import states
from notifications.models import Message, Said


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
