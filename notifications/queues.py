"""In which wake-up queue a message waits: each urgency has one of its own."""

from notifications.models import Message, Urgency

QUEUES = {
    Urgency.URGENT.value: "messages.urgent",
    Urgency.DEFAULT.value: "messages",
    Urgency.BULK.value: "messages.bulk",
}


def queue_of(message: Message) -> str:
    """The wake-up queue in which a message waits."""
    return QUEUES[message.urgency]
