"""The one door for a message's state.

    planned ──► sending ──► sent
       ▲  │      ▲ │ │ └──► failed | withheld ──► planned (by hand)
       │  │      │ ▼ └────► obsolete
       │  │   retrying ──► obsolete
       │  ▼
     obsolete

An urgent message that was sent, and of which its gateway tells that it came back, is `planned` again.
What has to wait for its reader (quiet hours, absence) is `planned` again, with a later `next_at`. In a copy
of an association, made from a backup, all that is not sent is `withheld`.

Who sends, first claims: one conditional update that must change exactly one row, and that gives the row to
this worker for the length of a lease. `lease_until` is the claim's mark too: a worker that comes back after
its lease was taken over changes nothing any more. Leases are in real time, `next_at` is in domain time.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from notifications import tally
from notifications.models import Message, Urgency
from tenants import clock

State = Message.State
# So long does a message wait whose worker was killed over it: little while it is made, and while it is handed
# over longer than the steps that a mail server may draw out (four, of EMAIL_TIMEOUT each).
MAKING = timedelta(seconds=15)
LEASE = timedelta(seconds=45)

MOVES: dict[str, set[str]] = {
    State.PLANNED: {State.SENDING, State.OBSOLETE, State.WITHHELD},
    State.SENDING: {
        State.SENDING,  # taken over from a worker that died
        State.SENT,
        State.PLANNED,  # held for its reader
        State.RETRYING,
        State.FAILED,
        State.WITHHELD,
        State.OBSOLETE,
    },
    State.RETRYING: {State.SENDING, State.OBSOLETE, State.WITHHELD},
    State.OBSOLETE: {State.PLANNED},
    State.SENT: {State.PLANNED},  # an urgent one that came back
    State.FAILED: {State.PLANNED},
    State.WITHHELD: {State.PLANNED},
}
# Why a planned message waits longer than until it is due: its reader is away, or sleeps.
AWAY, QUIET_HOURS = "away", "quiet_hours"
# Nobody is sending them now: these may still be called off.
WAITING = frozenset({State.PLANNED, State.RETRYING})


class NotFromHere(RuntimeError):
    """The state does not lead there. Always a programming error."""


def claimable(*, urgency: str = "") -> Q:
    """Messages whose time has come and that no living worker holds; of one urgency, or of all."""
    due = Q(next_at__lte=clock.now()) & (
        Q(state__in=WAITING) | Q(state=State.SENDING, lease_until__lt=clock.real_now())
    )
    return due & Q(urgency=urgency) if urgency else due


def claim(message: Message) -> bool:
    """Take a due message for this worker, to make its text; False when another one was faster."""
    lease_until = clock.real_now() + MAKING
    claimed = Message.objects.filter(claimable(), pk=message.pk).update(
        state=State.SENDING, lease_until=lease_until, attempts=F("attempts") + 1
    )
    if claimed != 1:
        return False
    message.refresh_from_db()
    return message.lease_until == lease_until


def keep(message: Message) -> bool:
    """Have the whole lease for a claimed message, to hand it over; False when the claim was lost."""
    lease_until = clock.real_now() + LEASE
    kept = Message.objects.filter(pk=message.pk, state=State.SENDING, lease_until=message.lease_until).update(
        lease_until=lease_until
    )
    if kept == 1:
        message.lease_until = lease_until
    return kept == 1


def settle(message: Message, *, to: str, **fields: Any) -> bool:
    """Write down how sending a claimed message ended; False when the claim was lost meanwhile.

    Raises NotFromHere where MOVES does not lead from `sending` to there.
    """
    if to not in MOVES[State.SENDING] - {State.SENDING, State.PLANNED}:
        raise NotFromHere(f"A message that is being sent cannot become {to!r}.")
    changed = Message.objects.filter(
        pk=message.pk, state=State.SENDING, lease_until=message.lease_until
    ).update(state=to, lease_until=None, **fields)
    if changed == 1:
        transaction.on_commit(partial(tally.count, kind=message.kind, outcome=to))
    return changed == 1


def hold(message: Message, *, until: datetime, why: str) -> bool:
    """Plan a claimed message for later, since its reader wants no message now; False when the claim was lost.

    That was no attempt to send it.
    """
    changed = Message.objects.filter(
        pk=message.pk, state=State.SENDING, lease_until=message.lease_until
    ).update(
        state=State.PLANNED, lease_until=None, next_at=until, attempts=F("attempts") - 1, failure=why[:200]
    )
    return changed == 1


def let_go(messages: QuerySet[Message], *, at: datetime) -> int:
    """Have those of the messages that are held for their reader looked at again at `at`. Returns how many."""
    held = messages.filter(state=State.PLANNED, failure__in=[AWAY, QUIET_HOURS], next_at__gt=at)
    return held.update(next_at=at, failure="")


def call_off(messages: QuerySet[Message], *, failure: str = "") -> int:
    """Make those of the messages that wait obsolete. Returns how many."""
    told = {"failure": failure[:200]} if failure else {}
    return messages.filter(state__in=WAITING).update(state=State.OBSOLETE, **told)


def reopen(message: Message, *, at: datetime) -> bool:
    """Plan a message that was given up or withheld anew; any other stays as it is. Whether it did."""
    reopened = Message.objects.filter(pk=message.pk, state__in=[State.FAILED, State.WITHHELD]).update(
        state=State.PLANNED, next_at=at, attempts=0, failure="", channel=""
    )
    if reopened:
        message.refresh_from_db()
    return reopened == 1


def came_back(message: Message, *, at: datetime) -> bool:
    """Plan an urgent message anew whose way turned out to lead nowhere; False for any other."""
    back = Message.objects.filter(pk=message.pk, state=State.SENT, urgency=Urgency.URGENT).update(
        state=State.PLANNED, next_at=at, attempts=0
    )
    return back == 1


def revive(message: Message, *, due_at: datetime, data: dict[str, Any]) -> None:
    """Plan an obsolete message anew, with a fresh count of attempts; any other stays as it is."""
    revived = Message.objects.filter(pk=message.pk, state=State.OBSOLETE, sent_at__isnull=True).update(
        state=State.PLANNED,
        due_at=due_at,
        next_at=due_at,
        data=data,
        attempts=0,
        failure="",
        channel="",
    )
    if revived:
        message.refresh_from_db()


def withhold(messages: QuerySet[Message], *, failure: str) -> int:
    """Never send those that are not sent yet, in a copy of an association. Returns how many."""
    unsent = messages.filter(state__in=[*WAITING, State.SENDING])
    return unsent.update(state=State.WITHHELD, lease_until=None, failure=failure)
