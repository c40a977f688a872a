"""Killing services by SIGKILL, at moments and in an order that the seed decides."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.supervisor import Supervisor

SERVICES = ("web", "worker", "figures", "beat", "redis", "postgres")
DELIVERERS = frozenset({"worker", "postgres"})
"""Without them a mail that the gateway has taken may not be noted as sent."""
DELIVERING = 2
"""Processes of the worker (see `local.stack`): so many mails may be on their way when the database dies."""


@dataclass(frozen=True)
class Kill:
    """One kill: when (real time), what, and which process identifiers."""

    at: float
    service: str
    pids: tuple[int, ...]
    whole: bool
    """The service with all its processes; otherwise one of its children."""

    @property
    def delivering(self) -> int:
        """How many deliveries it may have ended between the gateway's yes and our note."""
        if self.service not in DELIVERERS:
            return 0
        if self.service == "worker":
            return max(1, len(self.pids) - 1) if self.whole else 1
        return DELIVERING


class Killer:
    """Kills while it is told to; all of them before any is killed again."""

    def __init__(
        self,
        supervisor: Supervisor,
        *,
        seed: int,
        pause: float,
        say: Callable[[str], None],
        services: Sequence[str] = SERVICES,
        patient: bool = False,
    ) -> None:
        """`pause`: seconds between two kills, on average. Who is patient kills nothing that just starts."""
        self._supervisor = supervisor
        self._random = random.Random(f"kills {seed}")
        self._pause = pause
        self._say = say
        self._services = services
        self._patient = patient
        self.kills: list[Kill] = []

    def run(self, until: threading.Event) -> None:
        """Kill until the event is set."""
        bag: list[str] = []
        while not until.wait(self._random.uniform(0.6, 1.4) * self._pause):
            if not bag:
                bag = [*self._services]
                self._random.shuffle(bag)
            service = bag.pop()
            # Of web and workers now and then only a child: their masters have to see to it themselves.
            whole = service not in {"web", "worker"} or self._random.random() < 0.7
            if kill := self._kill(service, whole=whole, until=until):
                self.kills.append(kill)
                self._say(f"killed {service}{'' if whole else ' (a child)'}")

    def _kill(self, service: str, *, whole: bool, until: threading.Event) -> Kill | None:
        master = self._running(service, until)
        if master is None:
            return None
        children = children_of(master)
        if whole or not children:
            pids = (master, *children)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(master, signal.SIGKILL)
        else:
            pids = (self._random.choice(children),)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pids[0], signal.SIGKILL)
        return Kill(at=time.time(), service=service, pids=pids, whole=whole or not children)

    def _running(self, service: str, until: threading.Event) -> int | None:
        """The process identifier, as soon as the service runs."""
        while True:
            pid = self._supervisor.service(service).pid
            if pid is not None and (not self._patient or self._supervisor.is_up(service)):
                return pid
            if until.wait(0.1):
                return None


def children_of(pid: int) -> list[int]:
    """The processes below one; none where the system does not list them."""
    found = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in listing.read_text(encoding="ascii").split()]
    return found
