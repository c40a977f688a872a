"""How an association says that it has work to do, without anybody looking into all of them.

Inside an association, `wake()` leaves one row in `public`: my schema, this queue, that minute. It goes
through a function that takes the schema from the current role, so that nobody can wake in another's name.
The ticking job reads the due rows by one index and hands each queue's work to the task registered for it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from tenants import clock
from tenants.context import PhaseError, in_tenant_phase
from tenants.models import Wakeup

LEASE = timedelta(seconds=60)
BATCH = 500

_workers: dict[str, Callable[[str], None]] = {}


def register(*, queue: str, start: Callable[[str], None]) -> None:
    """Name what starts a queue's work: `start(schema_name)` must enqueue a task that may run twice."""
    _workers[queue] = start


def queues() -> list[str]:
    """The registered queues, in order."""
    return sorted(_workers)


def wake(*, queue: str, at: datetime) -> None:
    """Have this association's work in `queue` looked at from the minute of `at` on (with the transaction)."""
    if not in_tenant_phase():
        raise PhaseError("wake() belongs inside an association.")
    if queue not in _workers:
        raise KeyError(f"No work is registered for the queue {queue!r}.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT extensions.wake(%s::text, %s::timestamptz)", [queue, at])


def start_due() -> int:
    """Start the work of all due rows that nobody has started within the lease. Returns how many."""
    real = clock.real_now()
    due = list(
        Wakeup.objects.filter(
            Q(leased_until__isnull=True) | Q(leased_until__lt=real), minute__lte=clock.now()
        )
        .order_by("minute")
        .values_list("pk", "schema_name", "queue")[:BATCH]
    )
    started: set[tuple[str, str]] = set()
    for pk, schema_name, queue in due:
        claimed = Wakeup.objects.filter(
            Q(leased_until__isnull=True) | Q(leased_until__lt=real), pk=pk
        ).update(leased_until=real + LEASE)
        if claimed and (schema_name, queue) not in started and queue in _workers:
            started.add((schema_name, queue))
            _workers[queue](schema_name)
    return len(started)


def settle(*, schema_name: str, queue: str) -> None:
    """Forget the due rows of a queue. The task calls it before it looks, so that a later row wakes it again."""
    Wakeup.objects.filter(schema_name=schema_name, queue=queue, minute__lte=clock.now()).delete()


def run(*, queue: str, schema_name: str) -> None:
    """Start a queue's work for one association, due or not."""
    _workers[queue](schema_name)
