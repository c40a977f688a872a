"""How fast we may hand over: for each association, so that none fills the line, and for each gateway.

Counted in Redis, and in each process for itself while that is away: then more may go out, never less.
"""

import time
from datetime import timedelta

from notifications.channels.answers import ServerAway
from tenants.context import current_association
from web.limits import Rate, allowed


def keep(channel: str, *, urgent: bool = False) -> None:
    """Count one message more. Raises ServerAway with the time to wait.

    What is urgent waits for nobody's queue of its own association, only for the gateway.
    """
    if not allowed(f"{channel}_gateway", source=channel, together=True):
        raise _wait(f"{channel}_gateway")
    mine = allowed(f"{channel}_association", source=current_association().schema_name)
    if not mine and not urgent:
        raise _wait(f"{channel}_association")


def _wait(name: str) -> ServerAway:
    rate = Rate.of(name)
    left = rate.seconds - time.time() % rate.seconds
    return ServerAway(f"paced_{name}", while_sending=False, pause=timedelta(seconds=left + 1))
