"""Sending what is due, one message after the other, outside of any transaction.

Claim and commit; ask again whether it is still wanted, and whether its reader wants it now and by which way;
render in the recipient's language; talk to the mail server; write down how it ended. A worker that dies
between the server's yes and our note leaves a claim that runs out: that one message is sent a second time,
with the same Message-ID, so that a mail program can tell. Nothing else is sent twice: while the database is
away after the server's yes, the worker waits with its note.
"""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Min

from notifications import course, digests, kinds, states
from notifications.channels import Channels, Deferred, Handed, Refused, ServerAway
from notifications.kinds import Kind
from notifications.models import Attempt, Message
from notifications.queues import QUEUES, queue_of
from notifications.telling import Telling
from notifications.ways import Audience, Way
from tenants import clock, lifecycle, wakeups
from tenants.context import current_association

log = logging.getLogger(__name__)
State, Outcome = Message.State, Attempt.Outcome

AT_ONCE = 50
# With a slow server a turn ends sooner: what is urgent waits for a worker that is in the middle of one.
TURN_SECONDS = 2.0
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

    Returns whether a next run finds more to do now. One run takes AT_ONCE messages of an urgency, or as many
    as go in TURN_SECONDS, so that associations take turns. When the mail server is away it stops: what waits
    keeps its attempts and goes out when the server is back. A suspended association sends nothing.
    """
    wanted = [urgency] if urgency else list(QUEUES)
    try:
        more = [_deliver_some(each) for each in wanted]
        return any(more)
    except _Paused:
        return False


def _deliver_some(urgency: str) -> bool:
    queue = QUEUES[urgency]
    with wakeups.at_work(queue=queue) as work, Channels() as out:
        until = time.monotonic() + TURN_SECONDS
        for turn in range(AT_ONCE):
            if turn and time.monotonic() > until:
                break
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
                _deliver(message, out)
            except ServerAway as away:
                work.stay(pause=away.pause or PAUSE_WITHOUT_SERVER)
                if away.way == Way.SMS:
                    continue  # mails go on; the gateway is not asked again in this run
                return False
        work.stay()
        return True


def _look_after_others(urgency: str) -> None:
    """Come again when the next lease of what other workers are sending now runs out: they may have died."""
    theirs = Message.objects.filter(urgency=urgency, state=State.SENDING, next_at__lte=clock.now())
    first = theirs.aggregate(first=Min("lease_until"))["first"]
    if first is not None:
        wakeups.wake(queue=QUEUES[urgency], at=clock.now() + max(first - clock.real_now(), timedelta()))


def _deliver(message: Message, out: Channels) -> None:
    """Bring one claimed message to its next state. Raises ServerAway."""
    telling = Telling(message)
    if message.attempts > ATTEMPTS:
        # Every worker that took it died over it.
        _give_up(telling, "worker_lost")
        return
    try:
        _send(telling, out)
    except Refused as refusal:
        _give_up(telling, refusal.code)
    except Deferred as refusal:
        _try_again(telling, refusal.code, pause=_pause(message))
    except ServerAway as away:
        _try_again(telling, away.code, pause=away.pause or PAUSE_WITHOUT_SERVER, counts=away.while_sending)
        raise
    except Exception as error:
        lost = isinstance(error, (DatabaseError, InterfaceError)) and not connection.is_usable()
        if telling.is_handed_over or lost:
            raise  # the claim runs out, and the message is taken up again
        log.exception("message_not_made", extra={"kind": message.kind, "uuid": str(message.uuid)})
        _try_again(telling, f"error_{type(error).__name__}", pause=_pause(message))


def _send(telling: Telling, out: Channels) -> None:
    """Ask whether, whom, when and by which way; render, hand over, and write down that it is sent."""
    message = telling.message
    kind = _kind(message)
    if reason := kind.still_wanted(message):
        states.settle(message, to=State.OBSOLETE, failure=reason[:200])
        return
    recipient = kind.recipient(message)
    if recipient is None:
        states.settle(message, to=State.WITHHELD, failure=course.NO_ADDRESS)
        return
    found = course.course_of(message, kind=kind, recipient=recipient)
    if isinstance(found, course.Hold):
        _hold(message, found)
        return
    for way, code in found.passed:
        telling.note(way, Outcome.REFUSED, code)
    if isinstance(found, course.Withhold):
        telling.withhold(found.code)
    else:
        telling.render(kind, recipient)
        _go(telling, found.ways, out)


def _go(telling: Telling, ways: Sequence[Way], out: Channels) -> None:
    if ways[0] == Way.DIGEST:
        digests.gather(telling)
    elif ways[0] == Way.INBOX:
        telling.tell(Way.INBOX)
    else:
        _hand_over(telling, ways, out)


def _hand_over(telling: Telling, ways: Sequence[Way], out: Channels) -> None:
    """Try the ways in order; raises what is worth waiting for, else the first refusal."""
    message, refusals = telling.message, []
    for way in ways:
        try:
            if not out.is_open(way) and states.keep(message):
                out.open(way)
            if not states.keep(message):
                return  # it took so long that another worker has it now
            handed = out.send(
                way,
                telling.rendered,
                to=telling.recipient,
                language=telling.language,
                message=message,
                kind=telling.kind,
            )
        except (Refused, Deferred, ServerAway) as refusal:
            refusals.append(refusal)
            if isinstance(refusal, ServerAway):
                refusal.way = way
            _note_refusal(telling, way, refusal)
            if isinstance(refusal, ServerAway) and refusal.while_sending:
                break  # it may have taken it
            continue
        _note_sent(telling, way, handed)
        log.info("message_sent", extra={"kind": message.kind, "attempts": message.attempts})
        return
    raise next((each for each in refusals if not isinstance(each, Refused)), refusals[0])


def _note_refusal(telling: Telling, way: Way, refusal: Refused | Deferred | ServerAway) -> None:
    if isinstance(refusal, Refused):
        telling.note(way, Outcome.REFUSED, refusal.code)
        if refusal.dead and telling.kind.audience != Audience.OUTSIDE:
            telling.dead.append((way, refusal.dead))
    elif isinstance(refusal, Deferred) or refusal.while_sending:
        telling.note(way, Outcome.DEFERRED, refusal.code)


def _note_sent(telling: Telling, way: Way, handed: Handed) -> None:
    """Write down the server's yes, and insist as long as the claim is ours: without it, it is sent again."""
    telling.is_handed_over = True
    telling.note(way, Outcome.SENT, "", provider_id=handed.provider_id, parts=handed.parts)
    while True:
        try:
            telling.tell(way)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or not _is_ours(telling.message):
                raise
            log.warning("message_note_waits", extra={"kind": telling.message.kind})
            connection.close()  # the next statement connects anew, as the same association
            time.sleep(PAUSE_WITHOUT_DATABASE)
        else:
            return


def _is_ours(message: Message) -> bool:
    return message.lease_until is not None and clock.real_now() < message.lease_until


def _hold(message: Message, found: course.Hold) -> None:
    with transaction.atomic():
        if states.hold(message, until=found.until, why=found.why):
            wakeups.wake(queue=queue_of(message), at=found.until)
    log.info("message_held", extra={"kind": message.kind, "code": found.why})


def _kind(message: Message) -> Kind:
    try:
        return kinds.get(message.kind)
    except kinds.UnknownKind:
        raise Deferred("unknown_kind") from None


def _pause(message: Message) -> timedelta:
    """Twice as long after each attempt."""
    doublings = int(message.attempts) - 1
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _try_again(telling: Telling, code: str, *, pause: timedelta, counts: bool = True) -> None:
    message = telling.message
    if counts and message.attempts >= ATTEMPTS:
        _give_up(telling, code)
        return
    next_at = clock.now() + pause
    attempts = message.attempts if counts else message.attempts - 1
    with transaction.atomic():  # who comes between the two would leave a message that nobody wakes
        if telling.settle(to=State.RETRYING, next_at=next_at, attempts=attempts, failure=code[:200]):
            wakeups.wake(queue=queue_of(message), at=next_at)
    log.warning("message_retrying", extra={"kind": message.kind, "code": code, "attempts": attempts})


def _give_up(telling: Telling, code: str) -> None:
    message = telling.message
    telling.give_up(code)
    log.warning("message_failed", extra={"kind": message.kind, "code": code, "attempts": message.attempts})
