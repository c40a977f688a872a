"""Keeps services running: starts them in order, starts again what dies, stops all in reverse order."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from local.errors import DidNotStart, LocalError
from local.processes import GuardedProcess, last_lines

LOOK_EVERY = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
HEALTHY_AFTER = 15.0  # a service that ran this long starts its pauses anew


class Service(Protocol):
    """Something that can be started again: an embedded server, or a command."""

    @property
    def name(self) -> str:
        """Short name for logs and for the terminal."""

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""

    @property
    def log(self) -> Path:
        """Where its output goes."""

    def start(self) -> None:
        """Start it and return when it works; raises a LocalError."""

    def ask_to_stop(self) -> None:
        """Begin a clean stop and return at once."""

    def stop(self) -> None:
        """Stop it and wait; may be called again."""

    def poll(self) -> int | None:
        """Exit code, or None while it runs."""


@dataclass(kw_only=True)
class Command:
    """A service that is one command, ready when `is_ready` says so (asked again and again)."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    start_seconds: float = 120.0
    sockets: Sequence[int] = ()
    is_ready: Callable[[str], bool] = lambda said: True
    """Gets what the command has written since this start."""
    _process: GuardedProcess | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        """Process id of the command while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def begin(self) -> Callable[[], None]:
        """Start it and return at once; calling the answer waits until it is ready or raises DidNotStart."""
        written = self.log.stat().st_size if self.log.exists() else 0
        process = self._process = GuardedProcess(
            self.command,
            log=self.log,
            env=self.env,
            cwd=self.cwd,
            stop_signal=self.stop_signal,
            grace=self.grace,
            sockets=self.sockets,
        )
        until = time.monotonic() + self.start_seconds

        def wait() -> None:
            while process.poll() is None:
                if self.is_ready(last_lines(self.log, since=written, count=200)):
                    return
                if time.monotonic() > until:
                    break
                time.sleep(0.05)
            why = " in time" if process.poll() is None else ""
            process.stop()
            raise DidNotStart(
                what=self.name, log=self.log, last_lines=last_lines(self.log, since=written), why=why
            )

        return wait

    def start(self) -> None:
        """Start it and wait until it is ready; raises DidNotStart with the end of its log."""
        self.begin()()

    def ask_to_stop(self) -> None:
        """Begin the clean stop and return at once."""
        if self._process is not None:
            self._process.ask_to_stop()

    def stop(self) -> None:
        """Stop it and wait; may be called again."""
        if self._process is not None:
            self._process.stop()
            self._process = None

    def poll(self) -> int | None:
        """Exit code, or None while it runs."""
        return self._process.poll() if self._process else 0


@dataclass
class _Watched:
    service: Service
    lock: threading.RLock = field(default_factory=threading.RLock)
    """Whoever starts or stops the service holds it."""
    held: bool = False
    starting: bool = False
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    again_at: float | None = None
    watcher: threading.Thread | None = None


class Supervisor:
    """Runs services in groups: those of a group start and stop together, the groups one after another.

    Each has a watcher of its own. The pages are ready only when the database answers, so whoever waits for
    the one must not keep the other from being started again.
    """

    def __init__(self, *, say: Callable[[str], None]) -> None:
        """`say` shows one line to the person at the terminal."""
        self._say = say
        self._groups: list[list[_Watched]] = []
        self._stopping = threading.Event()

    def start(self, *services: Service) -> None:
        """Start a group and wait until all of it works. What fails to start here is not tried again."""
        group = [_Watched(service) for service in services]
        self._groups.append(group)
        waits = [
            (watched, watched.service.begin() if isinstance(watched.service, Command) else None)
            for watched in group
        ]
        for watched, wait in waits:
            if wait:
                wait()
            else:
                watched.service.start()
            watched.started_at = time.monotonic()

    def watch(self) -> None:
        """From now on start again what dies."""
        for watched in self._all():
            name = f"watcher of {watched.service.name}"
            watched.watcher = threading.Thread(target=self._watch, args=(watched,), name=name, daemon=True)
            watched.watcher.start()

    def service(self, name: str) -> Service:
        """The service of this name; raises KeyError."""
        return self._watched(name).service

    def is_up(self, name: str) -> bool:
        """Whether the service runs and has said that it works."""
        watched = self._watched(name)
        return not watched.starting and watched.service.pid is not None

    def services(self) -> list[Service]:
        """All services in the order of their start."""
        return [watched.service for watched in self._all()]

    def hold(self, name: str) -> None:
        """Stop one service and leave it stopped until `resume`: for trying out what happens without it."""
        watched = self._watched(name)
        watched.held = True
        if watched.starting:
            watched.service.ask_to_stop()
        with watched.lock:
            watched.service.stop()
            watched.again_at = None

    def resume(self, name: str) -> None:
        """Start a service that was held."""
        watched = self._watched(name)
        with watched.lock:
            watched.service.start()
            watched.held = False
            watched.started_at = time.monotonic()

    def stop(self) -> None:
        """Stop all, the last group first, and wait until nothing is left; may be called again."""
        self._stopping.set()
        for watched in self._all():
            while watched.watcher is not None and watched.watcher.is_alive():
                if watched.starting:  # it may wait for something that nobody starts any more
                    watched.service.ask_to_stop()
                watched.watcher.join(0.1)
        for group in reversed(self._groups):
            for watched in group:
                watched.service.ask_to_stop()
            for watched in group:
                watched.service.stop()
        self._groups.clear()

    def _all(self) -> list[_Watched]:
        return [watched for group in self._groups for watched in group]

    def _watched(self, name: str) -> _Watched:
        for watched in self._all():
            if watched.service.name == name:
                return watched
        raise KeyError(name)

    def _watch(self, watched: _Watched) -> None:
        while not self._stopping.wait(LOOK_EVERY):
            with watched.lock:
                if not watched.held:
                    self._look_after(watched)

    def _look_after(self, watched: _Watched) -> None:
        """Start a service again that has ended, after a pause that doubles each time it fails."""
        service = watched.service
        now = time.monotonic()
        if watched.again_at is None:
            code = service.poll()
            if code is None:
                return
            if now - watched.started_at > HEALTHY_AFTER:
                watched.pause = FIRST_PAUSE
            service.stop()
            self._say(f"{service.name} ended ({described(code)}); it starts again in {watched.pause:g} s")
            watched.again_at = now + watched.pause
            watched.pause = min(watched.pause * 2, LONGEST_PAUSE)
        elif now >= watched.again_at and not self._stopping.is_set():
            self._start_again(watched)

    def _start_again(self, watched: _Watched) -> None:
        watched.again_at = None
        watched.starting = True
        try:
            watched.service.start()
        except LocalError as error:
            if self._stopping.is_set() or watched.held:
                return
            self._say(f"{watched.service.name} does not start again: {error}")
            watched.again_at = time.monotonic() + watched.pause
            watched.pause = min(watched.pause * 2, LONGEST_PAUSE)
        else:
            self._say(f"{watched.service.name} runs again")
        finally:
            watched.starting = False
            watched.started_at = time.monotonic()


def described(code: int) -> str:
    """An exit code in words."""
    number = code - 128
    if number > 0 and number in set(signal.Signals):
        return f"by {signal.Signals(number).name}"
    return f"exit code {code}"
