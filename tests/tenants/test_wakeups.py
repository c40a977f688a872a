"""An association says that it has work, for itself only; what is due is started, and nothing is lost."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tenants import clock, tasks, wakeups
from tenants.context import PhaseError, entered, platform_role
from tenants.models import Association, Wakeup
from tests import states
from tests.arena import at_once

NOON = datetime(2025, 2, 4, 10, 0, 45, 123456, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
QUEUE = "tests"


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The associations whose work in the queue was started, in order; nothing else is started."""
    begun: list[str] = []

    def start(schema_name: str) -> bool:
        begun.append(schema_name)
        return True

    monkeypatch.setattr(wakeups, "_workers", {QUEUE: start})
    return begun


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.fixed(NOON):
        yield


def wake(association: Association, at: datetime = NOON) -> None:
    with entered(association):
        wakeups.wake(queue=QUEUE, at=at)


def rows() -> list[tuple[str, datetime]]:
    return list(Wakeup.objects.order_by("schema_name", "due_at").values_list("schema_name", "due_at"))


# --- in one's own name -----------------------------------------------------------------------------


def test_wake_leaves_a_row_of_its_own_association_to_the_moment(alfa: Association, beta: Association) -> None:
    wake(alfa)
    wake(beta, NOON + A_SECOND)
    assert rows() == [("a_alfa", NOON), ("a_beta", NOON + A_SECOND)]


def test_wake_goes_with_its_transaction(alfa: Association) -> None:
    with entered(alfa), transaction.atomic():
        wakeups.wake(queue=QUEUE, at=NOON)
        transaction.set_rollback(True)
    assert rows() == []


def test_wake_outside_of_an_association_is_refused(db: None) -> None:
    with pytest.raises(PhaseError):
        wakeups.wake(queue=QUEUE, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT extensions.wake('tests', '2025-02-04')")
    assert rows() == []


def test_wake_of_an_unknown_queue_is_refused(alfa: Association) -> None:
    with entered(alfa), pytest.raises(KeyError):
        wakeups.wake(queue="nobody", at=NOON)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO public.tenants_wakeup VALUES (1, 'a_beta', 'tests', '2025-02-04')",
        "UPDATE public.tenants_wakeup SET schema_name = 'a_beta'",
        "DELETE FROM public.tenants_wakeup",
        "SELECT schema_name FROM public.tenants_wakeup",
        "SELECT extensions.wake('tests', '2025-02-04', 'a_beta')",
        "SELECT extensions.wake(set_config('role', 't_a_beta', false), '2025-02-04')",
        "CREATE FUNCTION extensions.wake(queue text) RETURNS void LANGUAGE sql AS 'SELECT NULL::void'",
        "ALTER FUNCTION extensions.wake(text, timestamptz) SECURITY INVOKER",
    ],
)
def test_wake_in_anothers_name_is_refused_by_the_database(
    alfa: Association, beta: Association, statement: str
) -> None:
    wake(alfa)
    refusal = "permission denied|must be owner|does not exist"
    with entered(alfa), pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        connection.cursor().execute(statement)
    assert rows() == [("a_alfa", NOON)]


# --- what is due is started ------------------------------------------------------------------------


def test_due_queues_start_once_the_longest_due_first(
    alfa: Association, beta: Association, noon: None, started: list[str]
) -> None:
    for _ in range(3):
        wake(alfa)
    wake(beta, NOON - A_SECOND)
    assert wakeups.start_due() == 2
    assert started == ["a_beta", "a_alfa"]
    assert wakeups.start_due() == 0
    assert len(started) == 2


def test_row_is_not_started_before_its_second(alfa: Association, started: list[str]) -> None:
    """A row that was rounded down to its minute would be worked off before there is work."""
    wake(alfa)
    with clock.fixed(NOON - timedelta(microseconds=1)):
        assert wakeups.start_due() == 0
    with clock.fixed(NOON):
        assert wakeups.start_due() == 1


def test_lost_lease_is_taken_up_again(alfa: Association, noon: None, started: list[str]) -> None:
    """The task was lost with a broker or a worker. Leases count real time, wherever domain time is."""
    wake(alfa)
    wakeups.start_due()
    Wakeup.objects.update(leased_until=clock.real_now() - A_SECOND)
    assert wakeups.start_due() == 1
    assert started == ["a_alfa", "a_alfa"]


def test_row_that_comes_while_a_queue_is_leased_starts_it_again(
    alfa: Association, noon: None, started: list[str]
) -> None:
    wake(alfa)
    wakeups.start_due()
    wake(alfa)
    assert wakeups.start_due() == 1
    assert started == ["a_alfa", "a_alfa"]


def test_queue_of_another_release_waits(
    alfa: Association, beta: Association, noon: None, started: list[str]
) -> None:
    wake(alfa)
    Wakeup.objects.update(queue="gone")
    wake(beta)
    assert wakeups.start_due() == 1
    assert started == ["a_beta"]
    assert Wakeup.objects.get(queue="gone").leased_until is None


def test_many_associations_take_turns(
    alfa: Association, beta: Association, noon: None, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows one of them has, it counts once."""
    monkeypatch.setattr(wakeups, "BATCH", 2)
    for _ in range(20):
        wake(alfa)
    wake(beta)
    wakeups.start_due()
    assert sorted(started) == ["a_alfa", "a_beta"]


def test_due_rows_are_found_by_one_query_for_any_number(
    alfa: Association, noon: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(30):
        wake(alfa, NOON + n * A_SECOND)
    with django_assert_num_queries(3):  # look, lease, see which are ours
        wakeups.start_due()


def test_queue_that_could_not_be_started_waits_for_no_lease(
    alfa: Association, noon: None, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broker was away for a moment: the next tick starts it."""
    wake(alfa)
    with monkeypatch.context() as away:
        away.setattr(wakeups, "_workers", {QUEUE: lambda schema_name: False})
        assert wakeups.start_due() == 0
    assert wakeups.start_due() == 1
    assert started == ["a_alfa"]


# --- at work ---------------------------------------------------------------------------------------


def test_work_done_forgets_what_was_due_before_it(alfa: Association, beta: Association, noon: None) -> None:
    wake(alfa)
    wake(alfa, NOON + A_SECOND)
    wake(beta)
    with entered(alfa), wakeups.at_work(queue=QUEUE):
        wakeups.wake(queue=QUEUE, at=NOON)
        with platform_role():
            assert len(rows()) == 4
    assert rows() == [("a_alfa", NOON), ("a_alfa", NOON + A_SECOND), ("a_beta", NOON)]


def test_work_of_another_queue_is_not_forgotten(alfa: Association, noon: None) -> None:
    wake(alfa)
    with entered(alfa), wakeups.at_work(queue="others"):
        pass
    assert rows() == [("a_alfa", NOON)]


def test_long_work_keeps_its_lease(
    alfa: Association, noon: None, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wake(alfa)
    wakeups.start_due()
    with entered(alfa), wakeups.at_work(queue=QUEUE) as work:
        with platform_role():
            Wakeup.objects.update(leased_until=clock.real_now() - A_SECOND)
        work.go_on()  # too soon to write anything
        with platform_role():
            assert Wakeup.objects.filter(leased_until__lt=clock.real_now()).count() == 1
        monkeypatch.setattr(work, "_kept_at", work._kept_at - wakeups.LEASE.total_seconds())
        work.go_on()
        with platform_role():
            assert wakeups.start_due() == 0
    assert rows() == []


def test_work_that_fails_is_started_again(alfa: Association, noon: None, started: list[str]) -> None:
    wake(alfa)
    wakeups.start_due()
    with pytest.raises(LookupError), entered(alfa), wakeups.at_work(queue=QUEUE):
        raise LookupError
    assert rows() == [("a_alfa", NOON)]
    Wakeup.objects.update(leased_until=clock.real_now() - A_SECOND)
    assert wakeups.start_due() == 1


def test_sweep_starts_every_queue_of_open_associations(
    alfa: Association, beta: Association, started: list[str]
) -> None:
    """What a lost row would have told is found without it."""
    tasks.sweep()
    assert {"a_alfa", "a_beta"} <= set(started)
    states.put(alfa, "suspended")
    states.put(beta, "archived")
    started.clear()
    tasks.sweep()
    assert "a_alfa" in started
    assert "a_beta" not in started


# --- at once ---------------------------------------------------------------------------------------


@pytest.mark.race
def test_two_tickers_start_a_queue_once(arena: Association, started: list[str]) -> None:
    for round_ in range(5):
        with clock.fixed(NOON):
            wake(arena)
            counts = at_once(*[wakeups.start_due] * 4)
        assert sum(counts) == 1
        assert started == [arena.schema_name] * (round_ + 1)
        with entered(arena), clock.fixed(NOON), wakeups.at_work(queue=QUEUE):
            pass


@pytest.mark.race
def test_control_without_the_lease_each_ticker_would_start(
    arena: Association, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ticker that finds the row locked passes on, so a round may well go to one: some round does not."""
    monkeypatch.setattr(wakeups, "LEASE", -A_SECOND)

    def times_started() -> int:
        with clock.fixed(NOON):
            wake(arena)
            return sum(at_once(*[wakeups.start_due] * 4))

    assert any(times_started() > 1 for _ in range(50))


@pytest.mark.race
def test_work_that_commits_while_a_worker_looks_is_not_lost(arena: Association, started: list[str]) -> None:
    """The worker cannot see it yet, and must not take away what speaks of it."""
    written, worked = threading.Event(), threading.Event()
    with clock.fixed(NOON):
        wake(arena)

    def write_slowly() -> None:
        with entered(arena), transaction.atomic():
            wakeups.wake(queue=QUEUE, at=NOON)
            written.set()
            assert worked.wait(10)

    def work() -> None:
        assert written.wait(10)
        with entered(arena), wakeups.at_work(queue=QUEUE):
            pass
        worked.set()

    with clock.fixed(NOON):
        assert at_once(write_slowly, work) == [None, None]
        assert Wakeup.objects.filter(schema_name=arena.schema_name).count() == 1
        assert wakeups.start_due() == 1


@pytest.mark.race
def test_two_that_wake_the_same_queue_do_not_wait_for_each_other(arena: Association) -> None:
    both = threading.Barrier(2)

    def wake_inside() -> None:
        with entered(arena), transaction.atomic():
            wakeups.wake(queue=QUEUE, at=NOON)
            both.wait(5)  # neither has committed

    assert at_once(wake_inside, wake_inside) == [None, None]
