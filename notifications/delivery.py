"""Sending what is due, one message after the other, outside of any transaction.

Claim and commit; ask again whether it is still wanted; render in the recipient's language; talk to the mail
server; write down how it ended. A worker that dies between the server's yes and our note leaves a claim that
runs out: that one message is sent a second time, with the same Message-ID, so that a mail program can tell.
Nothing else is sent twice.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import translation

from notifications import kinds, states
from notifications.kinds import Kind, Recipient
from notifications.models import Message
from notifications.post import Deferred, Post, Refused, ServerAway
from notifications.services import QUEUE
from tenants import clock, lifecycle, wakeups
from tenants.context import current_association

log = logging.getLogger(__name__)
State = Message.State

AT_ONCE = 50
# Ten attempts and the pauses between them take a bit more than three hours.
ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
PAUSE_WITHOUT_SERVER = timedelta(seconds=30)


class _Paused(Exception):
    """The association was suspended; raised so that what wakes this queue stays."""


def deliver_due() -> bool:
    """Send what is due in the association that is entered. Returns whether a next run finds more to do now.

    One run takes AT_ONCE messages, so that associations take turns. When the mail server is away it stops:
    what waits keeps its attempts and goes out when the server is back. A suspended association sends nothing.
    """
    try:
        return _deliver_some()
    except _Paused:
        return False


def _deliver_some() -> bool:
    with wakeups.at_work(queue=QUEUE), Post() as post:
        for _turn in range(AT_ONCE):
            if lifecycle.is_paused_now(current_association()):
                # Messages and what wakes us stay as they are; what is stale is dropped when it is back.
                raise _Paused
            message = Message.objects.filter(states.claimable()).order_by("next_at", "pk").first()
            if message is None:
                _look_after_others()
                return False
            if not states.claim(message):
                continue
            try:
                _deliver(message, post)
            except ServerAway as away:
                _try_again(message, away.code, pause=PAUSE_WITHOUT_SERVER, counts=away.while_sending)
                return False
        wakeups.wake(queue=QUEUE, at=clock.now())
        return True


def _look_after_others() -> None:
    """Come again when the lease of what other workers are sending now has run out: they may have died."""
    if Message.objects.filter(state=State.SENDING, next_at__lte=clock.now()).exists():
        wakeups.wake(queue=QUEUE, at=clock.now() + states.LEASE)


def _deliver(message: Message, post: Post) -> None:
    """Bring one claimed message to its next state. Raises ServerAway."""
    if message.attempts > ATTEMPTS:
        # Every worker that took it died over it.
        _give_up(message, "worker_lost")
        return
    try:
        _send(message, post)
    except Refused as refusal:
        _give_up(message, refusal.code)
    except Deferred as refusal:
        _try_again(message, refusal.code, pause=_pause(message))
    except ServerAway:
        raise
    except Exception as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise  # the claim runs out, and the message is taken up again
        log.exception("message_not_made", extra={"kind": message.kind, "uuid": str(message.uuid)})
        _try_again(message, f"error_{type(error).__name__}", pause=_pause(message))


def _send(message: Message, post: Post) -> None:
    """Ask whether and where, render, hand over, and write down that it is sent."""
    kind = _kind(message)
    if reason := kind.still_wanted(message):
        states.settle(message, to=State.OBSOLETE, failure=reason[:200])
        return
    recipient = kind.recipient(message)
    if recipient is None or not recipient.address:
        states.settle(message, to=State.WITHHELD, failure="no_address")
        return
    language = _language(recipient)
    with translation.override(language):
        rendered = kind.render(message, language)
    post.send(rendered, to=recipient, language=language, uuid=message.uuid)
    states.settle(message, to=State.SENT, sent_at=clock.now(), failure="")
    log.info("message_sent", extra={"kind": message.kind, "attempts": message.attempts})


def _kind(message: Message) -> Kind:
    try:
        return kinds.get(message.kind)
    except kinds.UnknownKind:
        raise Deferred("unknown_kind") from None


def _language(recipient: Recipient) -> str:
    known = dict(settings.LANGUAGES)
    return recipient.language if recipient.language in known else str(current_association().language)


def _pause(message: Message) -> timedelta:
    """Twice as long after each attempt."""
    doublings = int(message.attempts) - 1
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _try_again(message: Message, code: str, *, pause: timedelta, counts: bool = True) -> None:
    if counts and message.attempts >= ATTEMPTS:
        _give_up(message, code)
        return
    next_at = clock.now() + pause
    attempts = message.attempts if counts else message.attempts - 1
    if states.settle(message, to=State.RETRYING, next_at=next_at, attempts=attempts, failure=code[:200]):
        wakeups.wake(queue=QUEUE, at=next_at)
    log.warning("message_retrying", extra={"kind": message.kind, "code": code, "attempts": attempts})


def _give_up(message: Message, code: str) -> None:
    states.settle(message, to=State.FAILED, failure=code[:200])
    log.warning("message_failed", extra={"kind": message.kind, "code": code, "attempts": message.attempts})
