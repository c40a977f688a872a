"""How an association says that it has work to do, without anybody looking into all of them.

Inside an association, `wake()` leaves one row in `public`: my schema, this queue, that moment. It goes
through a function that takes the schema from the current role, so that nobody can wake in another's name.
The ticking job reads the due rows by one index and hands each queue's work to the task registered for it.

Rows are only appended. A row is therefore seen exactly when the work that it speaks of is seen, and whoever
has seen a row may delete it after the work is done. (One row for each minute, shared by all who wake, would
be deleted by a worker that cannot see yet what the next transaction brings.) Until then a lease keeps others
from starting the same work; when it runs out, the work is started again. Leases are short, so that what a
killed worker or a broker that forgot leaves behind is taken up soon; who works longer keeps theirs.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from tenants import clock
from tenants.context import PhaseError, current_association, in_tenant_phase, platform_role
from tenants.models import Association, Wakeup

LEASE = timedelta(seconds=20)
BATCH = 500

Start = Callable[[str], bool]
_workers: dict[str, Start] = {}
_resting: set[str] = set()
_moments: dict[str, Callable[[], Iterable[datetime]]] = {}


def register(
    *,
    queue: str,
    start: Start,
    moments: Callable[[], Iterable[datetime]] | None = None,
    rests_when_suspended: bool = False,
) -> None:
    """Name what starts a queue's work: `start(schema_name)` must enqueue a task that may run twice.

    It answers whether that went well (`jobs.start`). A queue that rests leaves the rows of a suspended
    association where they are until it is back. `moments()` reads from the entered association's rows when
    there is or will be work; what was lost with a database is made again from it.
    """
    _workers[queue] = start
    if rests_when_suspended:
        _resting.add(queue)
    if moments is not None:
        _moments[queue] = moments


def moments() -> set[tuple[str, datetime]]:
    """Inside an association: for each queue when there is work, as its rows say. What is due is due now."""
    at = clock.now()
    return {(queue, max(moment, at)) for queue, ask in _moments.items() for moment in ask()}


def wake_again(*, schema_name: str, moments: Iterable[tuple[str, datetime]]) -> None:
    """On the shared side: put these rows in the place of what an association had. For restores."""
    Wakeup.objects.filter(schema_name=schema_name).delete()
    Wakeup.objects.bulk_create(
        Wakeup(schema_name=schema_name, queue=queue, due_at=at) for queue, at in sorted(moments)
    )


def queues(*, suspended: bool = False) -> list[str]:
    """The registered queues, in order; of a suspended association those that do not rest."""
    return sorted(set(_workers) - (_resting if suspended else set()))


def wake(*, queue: str, at: datetime) -> None:
    """Have this association's work in `queue` looked at from `at` on (with the transaction)."""
    wake_each(queue=queue, moments=[at])


def wake_each(*, queue: str, moments: Collection[datetime]) -> None:
    """The same for several moments, in one statement."""
    if not in_tenant_phase():
        raise PhaseError("wake() belongs inside an association.")
    if queue not in _workers:
        raise KeyError(f"No work is registered for the queue {queue!r}.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extensions.wake(%s::text, due_at) FROM unnest(%s::timestamptz[]) AS due_at",
            [queue, sorted(set(moments))],
        )


def add(*, schema_name: str, queue: str, at: datetime) -> None:
    """On the shared side, as the owner: wake an association's queue from outside."""
    Wakeup.objects.create(schema_name=schema_name, queue=queue, due_at=at)


def start_due() -> int:
    """Start the work of all due rows that nobody has started within the lease, the longest due first.

    Returns how many queues of associations were started.
    """
    found = [(schema_name, queue) for schema_name, queue in due() if queue in _workers]
    leased_until = clock.real_now() + LEASE
    for queue in {queue for _schema_name, queue in found}:
        schemas = [schema_name for schema_name, its in found if its == queue]
        _startable().filter(queue=queue, schema_name__in=schemas).update(leased_until=leased_until)
    ours = Wakeup.objects.filter(leased_until=leased_until, due_at__lte=clock.now())
    leased = set(ours.values_list("schema_name", "queue").distinct())
    started = 0
    for schema_name, queue in found:
        if (schema_name, queue) not in leased:
            continue  # somebody else was faster
        if _workers[queue](schema_name):
            started += 1
            continue
        # The broker is away: whoever looks next shall not wait for a lease of nobody's.
        ours.filter(schema_name=schema_name, queue=queue).update(leased_until=None)
    return started


def due() -> list[tuple[str, str]]:
    """Which associations' queues (schema, queue) have work that nobody has started, the longest due first."""
    groups = (
        _startable()
        .values_list("schema_name", "queue")
        .annotate(first=Min("due_at"))
        .order_by("first")[:BATCH]
    )
    return [(schema_name, queue) for schema_name, queue, _first in groups]


@dataclass(frozen=True)
class Waiting:
    """How much of a queue is due and not done: since when, and in how many associations."""

    since: datetime
    associations: int


def waiting() -> dict[str, Waiting]:
    """For each queue with something due what is not done, whether somebody is at it or not."""
    found = (
        _due()
        .values_list("queue")
        .annotate(since=Min("due_at"), associations=Count("schema_name", distinct=True))
        .order_by()
    )
    return {queue: Waiting(since, associations) for queue, since, associations in found}


def _due() -> QuerySet[Wakeup]:
    asleep = Association.objects.filter(state=Association.State.SUSPENDED).values("schema_name")
    return Wakeup.objects.filter(due_at__lte=clock.now()).exclude(queue__in=_resting, schema_name__in=asleep)


def _startable() -> QuerySet[Wakeup]:
    return _due().filter(Q(leased_until__isnull=True) | Q(leased_until__lt=clock.real_now()))


class Work:
    """The rows that a task works off, whose lease it keeps."""

    def __init__(self, rows: Sequence[int]) -> None:
        self._rows = rows
        self._kept_at = time.monotonic()
        self._stays: timedelta | None = None

    @property
    def is_due(self) -> bool:
        """Whether somebody has woken it; else only the safety net looks in."""
        return bool(self._rows)

    def go_on(self) -> None:
        """To be said between steps: others keep waiting as long as somebody says it."""
        if self._rows and time.monotonic() - self._kept_at > LEASE.total_seconds() / 2:
            with platform_role():
                Wakeup.objects.filter(pk__in=self._rows).update(leased_until=clock.real_now() + LEASE)
            self._kept_at = time.monotonic()

    def stay(self, *, pause: timedelta = LEASE) -> None:
        """What was to be done is not done: the oldest row stays, and starts the work again after a pause.

        So it goes on telling since when there is something due (`waiting`). Work that began without a row
        gets one. Who goes on at once says so with the usual lease.
        """
        self._stays = pause

    def end(self, *, queue: str) -> None:
        """Forget the rows, but for the oldest where `stay` was said."""
        done, oldest = (self._rows, []) if self._stays is None else (self._rows[1:], self._rows[:1])
        if self._rows:
            with platform_role():
                Wakeup.objects.filter(pk__in=done).delete()
                if oldest and self._stays is not None:
                    until = clock.real_now() + self._stays
                    Wakeup.objects.filter(pk__in=oldest).update(leased_until=until)
        elif self._stays is not None:
            wake(queue=queue, at=clock.now() + self._stays)


@contextmanager
def at_work(*, queue: str) -> Iterator[Work]:
    """Around a task's work in the association that is entered: forgets at its end the rows due before it.

    Where the block raises or dies with its process, the rows stay and start the work again when their lease
    runs out. A block that leaves something due wakes its queue again; a long one says `go_on` now and then.
    """
    schema_name = current_association().schema_name
    with platform_role():
        due = Wakeup.objects.filter(schema_name=schema_name, queue=queue, due_at__lte=clock.now())
        seen = list(due.order_by("due_at", "pk").values_list("pk", flat=True))
    work = Work(seen)
    yield work
    work.end(queue=queue)


def is_awaited(*, queue: str) -> bool:
    """Inside an association: whether something will wake this queue of it later."""
    schema_name = current_association().schema_name
    with platform_role():
        return Wakeup.objects.filter(schema_name=schema_name, queue=queue).exists()


def run(*, queue: str, schema_name: str) -> None:
    """Start a queue's work for one association, due or not."""
    _workers[queue](schema_name)
