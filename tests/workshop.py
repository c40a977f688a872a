"""Real Celery processes for tests: a worker and beat with a broker of their own, and tasks that tell.

The processes run `celery -A tests.workshop …`: importing this module adds the tasks below to the product's
application. Pauses are short here, so that a test of an outage does not last for minutes.
"""

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import redis
from celery import Celery
from django.db import connection
from django.utils import timezone

from config.celery import app
from local.ports import free_port
from local.processes import GuardedProcess
from local.redis import Redis
from tenants.jobs import PlatformTask

TOLD = "tests:told"
ROOT = Path(__file__).resolve().parent.parent


def _tell(mark: str, **what: Any) -> None:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.rpush(f"{TOLD}:{mark}", json.dumps({"pid": os.getpid(), **what}))


def _where() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user, current_setting('search_path'), pg_backend_pid()")
        user, login, path, backend = cursor.fetchone()
    zone = timezone.get_current_timezone_name()
    return {"user": user, "login": login, "path": path, "zone": zone, "backend": backend}


@app.task(name="tests.here", shared=False)
def here(*, schema_name: str, mark: str) -> None:
    """Tell where this ran."""
    _tell(mark, schema_name=schema_name, **_where())


@app.task(name="tests.everywhere", base=PlatformTask, shared=False)
def everywhere(*, mark: str) -> None:
    """Tell where a task of the shared side runs."""
    _tell(mark, **_where())


@app.task(name="tests.dies_once", shared=False)
def dies_once(*, schema_name: str, mark: str) -> None:
    """Kill this worker process the first time, tell the second."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        first = client.set(f"tests:died:{mark}", 1, nx=True)
    if first:
        os.kill(os.getpid(), signal.SIGKILL)
    _tell(mark, **_where())


def _hasten() -> None:
    """In the worker: outages of tests last seconds, and there is a kind of message to send."""
    from notifications import delivery, kinds, rounds, states
    from notifications.kinds import Kind, Recipient, Rendered
    from notifications.models import Message
    from tenants import wakeups
    from volunteers.register.services import retention

    # A sweep starts the night's work everywhere: it would stay behind in associations that other tests share.
    retention.run_due = lambda *, work=None: None
    rounds.go = lambda *, every: False
    delivery.PAUSE_WITHOUT_SERVER = timedelta(seconds=1)
    wakeups.LEASE = timedelta(seconds=3)
    states.MAKING = states.LEASE = timedelta(seconds=3)
    app.conf.beat_schedule["wake"]["schedule"] = 0.5
    app.conf.beat_schedule["sweep"]["schedule"] = float(os.environ.get("TESTS_SWEEP_SECONDS", "3600"))

    def render(message: Message, language: str) -> Rendered:
        return Rendered(subject=message.key, text="")

    kinds.register(
        Kind(
            name="tests.workshop",
            label="",
            recipient=lambda message: Recipient(address="bo@example.org", name="Bo"),
            render=render,
            # The clock of the worker is the real one: what is tried here goes out at night too.
            safety=True,
        )
    )


@app.on_after_finalize.connect
def _ready(**_kwargs: Any) -> None:
    if os.environ.get("TESTS_WORKSHOP"):
        _hasten()


class Workshop:
    """A broker and the processes around it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.broker = Redis(folder / "redis", port=free_port())
        self._environment = environment
        self._processes: dict[str, GuardedProcess] = {}

    def __enter__(self) -> "Workshop":
        self.broker.start()
        self._client = redis.Redis.from_url(self.broker.url)
        self.sender = Celery("sender", broker=self.broker.url, set_as_current=False)
        return self

    def __exit__(self, *_error: object) -> None:
        for name in list(self._processes):
            self.end(name)
        self.sender.close()
        self._client.close()
        self.broker.stop()

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"{os.environ['DATABASE_URL']}?application_name=workshop",
            "FIGURES_DATABASE_URL": "",
            "REDIS_URL": self.broker.url,
            "LOG_LEVEL": "INFO",
            "TESTS_WORKSHOP": "true",
            **self._environment,
        }

    def begin(self, name: str, *words: str) -> GuardedProcess:
        """Start `celery worker …` or `celery beat …`; what it says goes to a file of its name."""
        command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "tests.workshop", *words]
        log = self.folder / f"{name}.log"
        process = GuardedProcess(command, log=log, env=self.environment(), cwd=ROOT)
        self._processes[name] = process
        return process

    def begin_worker(self, *, processes: int = 1) -> None:
        """Start a worker for the app's queues and wait until it works."""
        quiet = ("--without-gossip", "--without-mingle")
        self.begin(
            "worker", "worker", "-Q", "urgent,default,bulk", "-c", str(processes), "-l", "INFO", *quiet
        )
        self.send("tests.everywhere", mark="ready")
        self.told("ready", seconds=60)

    def begin_beat(self, *, sweep_seconds: int = 3600) -> None:
        """Start beat."""
        self._environment["TESTS_SWEEP_SECONDS"] = str(sweep_seconds)
        self.begin("beat", "beat", "--pidfile=", "-l", "INFO")

    def end(self, name: str) -> None:
        """Kill a process and its children."""
        process = self._processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.stop()

    def send(self, task: str, *args: Any, **kwargs: Any) -> None:
        """Send whatever to the default queue, right or wrong."""
        self.sender.send_task(task, args=args, kwargs=kwargs, queue="default")

    def told(self, mark: str, *, times: int = 1, seconds: float = 20) -> list[dict[str, Any]]:
        """What tasks told under a mark, once it is so many; raises AssertionError when it does not come."""
        key = f"{TOLD}:{mark}"
        until(lambda: self._client.llen(key) >= times, seconds=seconds, what=f"{mark}: {self.log('worker')}")
        return [json.loads(line) for line in self._client.lrange(key, 0, -1)]

    def never_told(self, mark: str) -> bool:
        return self._client.llen(f"{TOLD}:{mark}") == 0

    def runs(self, name: str) -> bool:
        """Whether a process is still there."""
        return self._processes[name].poll() is None

    def waiting(self, queue: str) -> int:
        """How many tasks wait in a queue."""
        return int(self._client.llen(queue))

    def forget_everything(self) -> None:
        """Lose what is in the broker."""
        self._client.flushall()

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.is_file() else ""


def until(true: Callable[[], object], *, seconds: float, what: object = "") -> None:
    """Wait until something holds; raises AssertionError."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"It did not come within {seconds} s. {what}"
        time.sleep(0.1)


@contextlib.contextmanager
def workshop(folder: Path, **environment: str) -> Iterator[Workshop]:
    """A workshop with its broker; begin what you need."""
    with Workshop(folder, **environment) as made:
        yield made
