"""How soon, by what and to whom: the few words in which kinds of messages are described."""

import enum

from notifications.models.messages import Message, Urgency

__all__ = ["Audience", "Quiet", "Urgency", "Way"]

# By what a message reaches somebody: the same words as those of the channel by which it went.
Way = Message.Channel


class Audience(enum.Enum):
    """Whose messages they are. Outside: applicants and the invited, who have no inbox and choose nothing."""

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    OUTSIDE = "outside"


class Quiet(enum.Enum):
    """What happens to a message in somebody's quiet hours."""

    WAIT = "wait"
    PASS = "pass"
    # Its time was chosen, by its reader or by the association for all of its kind: it goes at that time.
    CHOSEN = "chosen"
