"""The ways by which a message leaves us: one module for each, and what their answers mean.

A way hands over one message and returns `Handed`, or raises why it was not taken. Who is told, when and by
which way is decided before (`notifications.delivery`).
"""

from notifications.channels.answers import Deferred, Handed, NotSent, Refused, ServerAway
from notifications.channels.outgoing import Channels, obstacle

__all__ = ["Channels", "Deferred", "Handed", "NotSent", "Refused", "ServerAway", "obstacle"]
