"""Writing down what a gateway reported about a message."""

from uuid import UUID

from django.db import transaction

from notifications import states
from notifications.models import Attempt, DeadAddress, Message
from notifications.queues import queue_of
from tenants import clock, wakeups


@transaction.atomic
def note(
    *,
    message_uuid: UUID,
    channel: str,
    outcome: str,
    code: str,
    provider_id: str,
    fingerprint: str,
    dead: str,
) -> bool:
    """Add it to the message's attempts, and remember an address that is to blame. Returns whether it was new.

    Gateways tell things twice, and jobs run twice: the message's row is locked, and what is there stays the
    only one. A message that is gone, as with the person whose it was, is told nothing any more.
    """
    message = Message.objects.select_for_update().filter(uuid=message_uuid).first()
    if message is None:
        return False
    _attempt, is_new = Attempt.objects.get_or_create(
        message=message,
        channel=channel,
        outcome=outcome,
        code=code[:60],
        provider_id=provider_id[:120],
        defaults={"at": clock.now()},
    )
    if not is_new:
        return False
    if dead and fingerprint:
        DeadAddress.objects.get_or_create(
            person_uuid=message.person_uuid,
            channel=channel,
            fingerprint=fingerprint,
            defaults={"reason": dead, "at": clock.now()},
        )
        # What cannot wait goes by the next way; the rest waits in the person's inbox.
        if message.channel == channel and states.came_back(message, at=clock.now()):
            wakeups.wake(queue=queue_of(message), at=clock.now())
    return True
