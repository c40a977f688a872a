"""Reading messages."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import TruncMinute

from notifications import states
from notifications.models import Message


def failed_messages() -> QuerySet[Message]:
    """Messages that were given up, the latest first: somebody has to tell the person in another way."""
    return Message.objects.filter(state=Message.State.FAILED).order_by("-due_at")


def moments_of_waiting() -> list[datetime]:
    """When there is something to send or to look after, by the minute in which it becomes due or after it."""
    unsent = Message.objects.filter(state__in=[*states.WAITING, Message.State.SENDING])
    minutes = unsent.annotate(minute=TruncMinute("next_at")).values_list("minute", flat=True).distinct()
    return [minute + timedelta(minutes=1) for minute in minutes]
