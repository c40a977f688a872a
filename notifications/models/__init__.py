"""Messages and how they went, what people want, what an association has set, and calls in waves."""

from notifications.models.calls import Call, Called
from notifications.models.messages import Attempt, Message, Said, Urgency
from notifications.models.people import Choice, DeadAddress, Preferences
from notifications.models.settings import Sending, Wording

__all__ = [
    "Attempt",
    "Call",
    "Called",
    "Choice",
    "DeadAddress",
    "Message",
    "Preferences",
    "Said",
    "Sending",
    "Urgency",
    "Wording",
]
