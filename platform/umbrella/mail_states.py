"""The one door for the state of a mail that the federation sends: of a release, to join, or about leaving.

    planned ──► sending ──► sent | failed | obsolete
       ▲           │
       └───────────┘  tried again later; and taken over from a process that died

Who sends, first claims: one conditional update that must change exactly one row. The lease is the claim's
mark, so who comes back after it was taken over changes nothing any more. Leases are in real time.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeVar

from django.db.models import F, Q

from tenants import clock
from tenants.models import JoinLetter, LeavingLetter
from umbrella.mail_models import ReleaseMail

State = ReleaseMail.State  # of all
Mail = TypeVar("Mail", ReleaseMail, JoinLetter, LeavingLetter)
LEASE = timedelta(seconds=90)

MOVES: dict[str, set[str]] = {
    State.PLANNED: {State.SENDING},
    State.SENDING: {State.SENDING, State.PLANNED, State.SENT, State.FAILED, State.OBSOLETE},
    State.SENT: set(),
    State.FAILED: set(),
    State.OBSOLETE: set(),
}


def _due() -> Q:
    return Q(next_at__lte=clock.now()) & (
        Q(state=State.PLANNED) | Q(state=State.SENDING, lease_until__lt=clock.real_now())
    )


def claimed(kind: type[Mail]) -> Iterator[Mail]:
    """One due mail after the other, each claimed for this process alone."""
    tried: list[int] = []
    while True:
        mail = kind.objects.filter(_due()).exclude(pk__in=tried).order_by("next_at", "pk").first()
        if mail is None:
            return
        tried.append(mail.pk)
        lease_until = clock.real_now() + LEASE
        taken = kind.objects.filter(_due(), pk=mail.pk).update(
            state=State.SENDING, lease_until=lease_until, attempts=F("attempts") + 1
        )
        if taken == 1:
            mail.refresh_from_db()
            yield mail


def settle(mail: ReleaseMail | JoinLetter | LeavingLetter, to: str, **fields: object) -> bool:
    """Write down how sending a claimed mail ended; False when the claim was lost meanwhile."""
    if to not in MOVES[State.SENDING]:
        raise ValueError(f"A mail that is being sent cannot become {to!r}.")
    changed = (
        type(mail)
        ._default_manager.filter(pk=mail.pk, state=State.SENDING, lease_until=mail.lease_until)
        .update(state=to, lease_until=None, **fields)
    )
    return changed == 1
