"""Sending what is due, one message after the other, outside of any transaction.

Claim and commit; ask again whether it is still wanted; render in the recipient's language; talk to the mail
server; write down how it ended. A worker that dies between the server's yes and our note leaves a claim that
runs out: that one message is sent a second time, with the same Message-ID, so that a mail program can tell.
Nothing else is sent twice: while the database is away after the server's yes, the worker waits with its note.
"""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Min
from django.utils import translation

from notifications import kinds, states
from notifications.channels import Deferred, Refused, ServerAway
from notifications.channels.mail import Post
from notifications.kinds import Kind, Recipient
from notifications.models import Message
from notifications.queues import QUEUES, queue_of
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
PAUSE_WITHOUT_DATABASE = 0.5  # seconds, before the note is tried again


class _Paused(Exception):
    """The association was suspended; raised so that what wakes this queue stays."""


def deliver_due(*, urgency: str = "") -> bool:
    """Send what is due in the association that is entered, of one urgency or of all, the urgent ones first.

    Returns whether a next run finds more to do now. One run takes AT_ONCE messages of an urgency, so that
    associations take turns. When the mail server is away it stops: what waits keeps its attempts and goes out
    when the server is back. A suspended association sends nothing.
    """
    wanted = [urgency] if urgency else list(QUEUES)
    try:
        more = [_deliver_some(each) for each in wanted]
        return any(more)
    except _Paused:
        return False


def _deliver_some(urgency: str) -> bool:
    queue = QUEUES[urgency]
    with wakeups.at_work(queue=queue) as work, Post() as post:
        for _turn in range(AT_ONCE):
            work.go_on()
            if lifecycle.is_paused_now(current_association()):
                # Messages and what wakes us stay as they are; what is stale is dropped when it is back.
                raise _Paused
            message = (
                Message.objects.filter(states.claimable(urgency=urgency)).order_by("next_at", "pk").first()
            )
            if message is None:
                _look_after_others(urgency)
                return False
            if not states.claim(message):
                continue
            try:
                _deliver(message, post)
            except ServerAway as away:
                pause = away.pause or PAUSE_WITHOUT_SERVER
                _try_again(message, away.code, pause=pause, counts=away.while_sending)
                work.stay(pause=pause)
                return False
        work.stay()
        return True


def _look_after_others(urgency: str) -> None:
    """Come again when the next lease of what other workers are sending now runs out: they may have died."""
    theirs = Message.objects.filter(urgency=urgency, state=State.SENDING, next_at__lte=clock.now())
    first = theirs.aggregate(first=Min("lease_until"))["first"]
    if first is not None:
        wakeups.wake(queue=QUEUES[urgency], at=clock.now() + max(first - clock.real_now(), timedelta()))


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
        if isinstance(error, (DatabaseError, InterfaceError)) and not connection.is_usable():
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
    if not post.is_open and states.keep(message):
        post.open()
    if not states.keep(message):
        return  # it took so long that another worker has it now
    post.send(rendered, to=recipient, language=language, uuid=message.uuid)
    _note_sent(message)
    log.info("message_sent", extra={"kind": message.kind, "attempts": message.attempts})


def _note_sent(message: Message) -> None:
    """Write down the server's yes, and insist as long as the claim is ours: without it, it is sent again."""
    while True:
        try:
            states.settle(message, to=State.SENT, sent_at=clock.now(), failure="")
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or not _is_ours(message):
                raise
            log.warning("message_note_waits", extra={"kind": message.kind})
            connection.close()  # the next statement connects anew, as the same association
            time.sleep(PAUSE_WITHOUT_DATABASE)
        else:
            return


def _is_ours(message: Message) -> bool:
    return message.lease_until is not None and clock.real_now() < message.lease_until


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
    with transaction.atomic():  # who comes between the two would leave a message that nobody wakes
        if states.settle(message, to=State.RETRYING, next_at=next_at, attempts=attempts, failure=code[:200]):
            wakeups.wake(queue=queue_of(message), at=next_at)
    log.warning("message_retrying", extra={"kind": message.kind, "code": code, "attempts": attempts})


def _give_up(message: Message, code: str) -> None:
    states.settle(message, to=State.FAILED, failure=code[:200])
    log.warning("message_failed", extra={"kind": message.kind, "code": code, "attempts": message.attempts})
