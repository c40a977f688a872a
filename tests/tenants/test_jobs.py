"""Jobs name their association, and start after the commit that asked for them."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from celery import Celery
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from config.celery import QueuesOfThisProcess
from config.queues import UrgentFirst
from local.ports import free_port
from local.redis import Redis
from tenants import clock, jobs
from tenants.context import PhaseError, current_association, entered, in_tenant_phase, platform_role
from tenants.jobs import PlatformTask, later
from tenants.models import Association, ClockOffset
from tests import states
from web import caching

Committed = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


class Office:
    """An application of its own with two tasks that remember where they ran, and what was sent."""

    def __init__(self, broker: str) -> None:
        self.app = Celery("tests", broker=broker, task_cls="tenants.jobs:PhaseTask", set_as_current=False)
        self.ran: list[tuple[Any, ...]] = []

        @self.app.task(name="tests.here", bind=True, shared=False)
        def here(task: Any, *, schema_name: str, n: int = 0) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_user, current_schema()")
                user, schema = cursor.fetchone()
            zone = timezone.get_current_timezone_name()
            self.ran.append((current_association().slug, user, schema, zone, n, task.request.id))

        @self.app.task(name="tests.everywhere", base=PlatformTask, shared=False)
        def everywhere() -> None:
            self.ran.append(("public", in_tenant_phase(), clock.now()))

        self.here: Any = here
        self.everywhere: Any = everywhere

    def sent(self) -> list[tuple[str, dict[str, Any]]]:
        """Name and arguments of what waits in the queue; takes it out."""
        found = []
        with self.app.connection_for_read() as broker:
            queue = broker.SimpleQueue("celery")
            while True:
                try:
                    message = queue.get(block=False)
                except queue.Empty:
                    break
                message.ack()
                found.append((message.headers["task"], message.payload[1]))
            queue.close()
        return found


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with Redis(tmp_path_factory.mktemp("redis"), durable=False) as server:
        yield server


@pytest.fixture
def office(broker: Redis) -> Iterator[Office]:
    made = Office(broker.url)
    made.sent()
    yield made
    made.app.close()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_away_until", 0.0)


# --- running ---------------------------------------------------------------------------------------


def test_task_runs_inside_the_association_it_names(office: Office, alfa: Association) -> None:
    office.here(schema_name="a_alfa", n=7)
    assert office.ran == [("alfa", "t_a_alfa", "a_alfa", "Europe/Helsinki", 7, None)]
    assert not in_tenant_phase()


def test_task_keeps_its_own_request(office: Office, alfa: Association) -> None:
    """Celery's own `__call__` would hide it behind an empty one."""
    office.here.push_request(id="the id")
    try:
        office.here(schema_name="a_alfa")
    finally:
        office.here.pop_request()
    assert office.ran[0][-1] == "the id"


@pytest.mark.parametrize("schema_name", [None, "", "public", 7, ["a_alfa"], "a_nobody", "A_ALFA", "a_alfa "])
def test_task_with_a_wrong_association_is_refused(
    office: Office, alfa: Association, schema_name: object
) -> None:
    with pytest.raises(PhaseError):
        office.here(schema_name=schema_name)
    assert office.ran == []


def test_task_without_an_association_is_refused(office: Office, db: None) -> None:
    with pytest.raises(PhaseError):
        office.here()
    assert office.ran == []


def test_task_with_positional_arguments_is_refused(office: Office, alfa: Association) -> None:
    with pytest.raises(PhaseError):
        office.here("a_alfa")
    with pytest.raises(PhaseError):
        office.everywhere("a_alfa")
    assert office.ran == []


def test_task_inside_another_association_is_refused(
    office: Office, alfa: Association, beta: Association
) -> None:
    with entered(beta), pytest.raises(PhaseError):
        office.here(schema_name="a_alfa")
    assert office.ran == []


def test_platform_task_takes_no_association(office: Office, alfa: Association) -> None:
    with pytest.raises(PhaseError):
        office.everywhere(schema_name="a_alfa")
    assert office.ran == []


@pytest.mark.parametrize("state", ["approved", "provisioning", "archived", "deleted"])
def test_task_for_a_closed_association_is_left(office: Office, alfa: Association, state: str) -> None:
    states.put(alfa, state)
    office.here(schema_name="a_alfa")
    assert office.ran == []


def test_task_for_a_suspended_association_is_left(office: Office, alfa: Association) -> None:
    states.put(alfa, "suspended")
    office.here(schema_name="a_alfa")
    assert office.ran == []


def test_task_that_keeps_the_past_in_order_runs_in_a_suspended_association(
    office: Office, alfa: Association
) -> None:
    states.put(alfa, "suspended")
    office.here.works_when_suspended = True
    office.here(schema_name="a_alfa")
    assert [ran[0] for ran in office.ran] == ["alfa"]


def test_task_that_fails_leaves_the_association(office: Office, alfa: Association) -> None:
    @office.app.task(name="tests.fails", shared=False)
    def fails(*, schema_name: str) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        fails(schema_name="a_alfa")
    assert not in_tenant_phase()
    office.here(schema_name="a_alfa")
    assert len(office.ran) == 1


def test_each_task_reads_the_clock_anew(office: Office, alfa: Association) -> None:
    """A worker lives for weeks: what another process set is seen by the next task of either sort."""
    ahead = timedelta(days=-655)
    try:
        ClockOffset.objects.create(pk=1, offset=ahead)
        office.everywhere()
        assert abs(office.ran[0][2] - clock.real_now() - ahead) < timedelta(seconds=5)
        ClockOffset.objects.update(offset=2 * ahead)
        office.here(schema_name="a_alfa")
        assert abs(clock.now() - clock.real_now() - 2 * ahead) < timedelta(seconds=5)
    finally:
        ClockOffset.objects.all().delete()
        clock.refresh()


# --- starting --------------------------------------------------------------------------------------


def test_later_binds_the_association_when_called_and_sends_after_commit(
    office: Office, alfa: Association, beta: Association, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for association in (alfa, beta):
            with entered(association):
                later(office.here, n=1)
        later(office.everywhere)
        assert office.sent() == []
    assert office.sent() == [
        ("tests.here", {"n": 1, "schema_name": "a_alfa"}),
        ("tests.here", {"n": 1, "schema_name": "a_beta"}),
        ("tests.everywhere", {}),
    ]


def test_later_sends_nothing_after_a_rollback(
    office: Office, alfa: Association, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True), entered(alfa):
        with transaction.atomic():
            later(office.here, n=1)
            transaction.set_rollback(True)
        later(office.here, n=2)
    assert office.sent() == [("tests.here", {"n": 2, "schema_name": "a_alfa"})]


def test_later_keeps_the_association_through_a_verb_of_both_sides(
    office: Office, alfa: Association, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True), entered(alfa):
        later(office.here)
        with platform_role():
            later(office.everywhere)
    assert office.sent() == [("tests.here", {"schema_name": "a_alfa"}), ("tests.everywhere", {})]


def test_later_outside_or_for_another_association_is_refused(office: Office, alfa: Association) -> None:
    with pytest.raises(PhaseError):
        later(office.here)
    with entered(alfa), pytest.raises(PhaseError):
        later(office.here, schema_name="a_beta")


def test_start_with_wrong_arguments_is_an_error_of_ours(office: Office, db: None) -> None:
    with pytest.raises(TypeError):
        jobs.start(office.here, schema_name="a_alfa", nobody_knows=1)


# --- the broker is away ----------------------------------------------------------------------------


def _seconds(office: Office) -> float:
    started = time.monotonic()
    assert jobs.start(office.here, schema_name="a_alfa") is False
    return time.monotonic() - started


def test_dead_broker_is_logged_and_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    office = Office(f"redis://127.0.0.1:{free_port()}/0")
    assert _seconds(office) < 1
    assert _seconds(office) < 0.01
    assert [(record.msg, record.task) for record in caplog.records] == [("job_not_started", "tests.here")]  # type: ignore[attr-defined]  # our named field


def test_broker_that_takes_no_connections_delays_by_less_than_a_second() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(20)
        office = Office(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        assert _seconds(office) < 1
        assert sum(_seconds(office) for _ in range(20)) < 0.1


def test_broker_that_falls_silent_delays_by_less_than_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connected already, then it hangs, as behind a broken network."""
    import os
    import signal

    with Redis(tmp_path / "redis", durable=False) as server:
        office = Office(server.url)
        assert jobs.start(office.here, schema_name="a_alfa") is True
        assert server.pid is not None
        os.kill(server.pid, signal.SIGSTOP)
        try:
            assert _seconds(office) < 1
        finally:
            os.kill(server.pid, signal.SIGCONT)
        monkeypatch.setattr(jobs, "_away_until", 0.0)
        assert jobs.start(office.here, schema_name="a_alfa", n=2) is True
        assert ("tests.here", {"n": 2, "schema_name": "a_alfa"}) in office.sent()


def test_broker_that_comes_back_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Redis(tmp_path / "redis", port=free_port())
    with server:
        office = Office(server.url)
        assert jobs.start(office.here, schema_name="a_alfa", n=1) is True
    assert _seconds(office) < 1
    with server:
        assert jobs.start(office.here, schema_name="a_alfa", n=2) is False
        monkeypatch.setattr(jobs, "_away_until", 0.0)
        assert jobs.start(office.here, schema_name="a_alfa", n=3) is True
        assert [arguments["n"] for _name, arguments in office.sent()] == [1, 3]


def test_cache_that_falls_silent_is_given_up_after_a_second(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "_away_until", 0.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(20)
        location = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": location}}
        started = time.monotonic()
        assert cache.get("anything") is None
        assert time.monotonic() - started < 2


# --- which worker takes which queue ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("process", "queues", "may"),
    [
        ("app", {"urgent", "default", "bulk"}, True),
        ("app", {"default"}, True),
        ("app", {"default", "figures"}, False),
        ("app", {"figures"}, False),
        ("figures", {"figures"}, True),
        ("figures", {"figures", "default"}, False),
        ("figures", {"default"}, False),
        ("owner", {"default"}, False),
        ("owner", {"figures"}, False),
    ],
)
def test_worker_takes_only_the_queues_of_its_login(
    settings: Settings, process: str, queues: set[str], may: bool
) -> None:
    settings.PROCESS = process
    worker = SimpleNamespace(
        app=SimpleNamespace(amqp=SimpleNamespace(queues=SimpleNamespace(consume_from=queues)))
    )
    if may:
        QueuesOfThisProcess(worker)
    else:
        with pytest.raises(ImproperlyConfigured, match=f"RINNALLA_PROCESS={process}"):
            QueuesOfThisProcess(worker)


def test_free_worker_looks_into_the_urgent_queue_first_and_into_the_others_in_turns() -> None:
    queues = UrgentFirst()
    queues.update({"bulk", "default", "urgent"})
    first = queues.consume(3)
    assert first[0] == "urgent"
    for taken in (first[1], first[2]):
        assert queues.consume(3)[:2] == ["urgent", taken]
        queues.rotate(taken)
    queues.rotate("urgent")
    assert queues.consume(3)[0] == "urgent"
