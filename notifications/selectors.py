"""Reading messages."""

from django.db.models import QuerySet

from notifications.models import Message


def failed_messages() -> QuerySet[Message]:
    """Messages that were given up, the latest first: somebody has to tell the person in another way."""
    return Message.objects.filter(state=Message.State.FAILED).order_by("-due_at")
