"""Twenty thousand reminders that are due at once, as two processes of a worker send them.

``python -m infra.bench.posting``: plans them anew, starts Celery's worker and a mail server that counts,
ticks as beat does, and meanwhile plans something urgent now and then. Says how fast it went and what each
process held at its worst.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from local.ports import LOOPBACK, free_port

PROCESSES = 2
TICK = 2.0
PATIENCE = 1500.0
URGENT = 8
_UUID = re.compile(rb"^Message-ID:\s*<([0-9a-f-]{36})@", re.MULTILINE | re.IGNORECASE)


class Counting:
    """A mail server that keeps of each mail when it came."""

    def __init__(self) -> None:
        self.came: dict[str, list[float]] = {}
        self.port = free_port()
        self._controller = Controller(self, hostname=LOOPBACK, port=self.port, ready_timeout=10)

    async def handle_DATA(  # noqa: N802  # the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take it."""
        content = envelope.content
        found = _UUID.search(content if isinstance(content, bytes) else b"")
        self.came.setdefault(found[1].decode() if found else "without an id", []).append(time.monotonic())
        return "250 Taken"

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Inside the block it takes mail."""
        self._controller.start()
        try:
            yield
        finally:
            self._controller.stop()


def main() -> None:
    """Send them, measure, say it."""
    server = Counting()
    os.environ["EMAIL_URL"] = f"smtp://{LOOPBACK}:{server.port}"
    django.setup()
    from infra.bench import posted  # noqa: PLC0415  # its models need the setup

    with posted.noon(), server.listening():
        planned = posted.plan_reminders()
        with _worker() as worker:
            told = _send(server, planned, worker.pid, posted)
    print("MEASURED", json.dumps(told | posted.ended()))


def _send(server: Counting, planned: int, worker: int, posted: Any) -> dict[str, Any]:
    over = threading.Event()
    ticking = threading.Thread(target=_tick, args=(over, posted.tick), daemon=True)
    began = time.monotonic()
    ticking.start()
    urgent: dict[str, float] = {}
    wanted = planned
    try:
        while len(server.came) < wanted:
            if time.monotonic() - began > PATIENCE:
                break
            # The first when a tenth is out, the last when nine tenths are.
            if len(urgent) < URGENT and len(server.came) > planned * (0.1 + 0.8 * len(urgent) / (URGENT - 1)):
                uuid = posted.plan_urgent(len(urgent))
                urgent[uuid] = time.monotonic()
                wanted += 1
            time.sleep(0.05)
        ended = max(each[-1] for each in server.came.values())
        time.sleep(2 * TICK)  # whatever would come twice
    finally:
        over.set()
        ticking.join()
    waited = [server.came[uuid][0] - at for uuid, at in urgent.items() if uuid in server.came]
    arrivals = Counter(len(each) for each in server.came.values())
    return {
        "planned": planned,
        "came": len(server.came) - len(waited),
        "twice": sum(count for times, count in arrivals.items() if times > 1),
        "seconds": ended - began,
        "urgent": len(urgent),
        "urgent_came": len(waited),
        "urgent_slowest": max(waited, default=PATIENCE),
        "urgent_median": statistics.median(waited or [PATIENCE]),
        "peaks": [_peak(pid) for pid in (worker, *_children(worker))],
    }


def _tick(over: threading.Event, tick: Any) -> None:
    while not over.is_set():
        tick()
        over.wait(TICK)


@contextmanager
def _worker() -> Iterator[subprocess.Popen[str]]:
    """Celery's worker as the demo runs it: all queues, two processes."""
    command = [
        *(sys.executable, "-m", "celery", "-A", "config", "worker", "--queues", "urgent,default,bulk"),
        *("--concurrency", str(PROCESSES), "--without-gossip", "--without-mingle", "--loglevel", "INFO"),
        *("--hostname", "worker@bench"),
    ]
    process = subprocess.Popen(
        command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    ready = threading.Event()
    reading = threading.Thread(target=_read, args=(process, ready), daemon=True)
    reading.start()
    try:
        if not ready.wait(60):
            raise RuntimeError("The worker did not start.")
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _read(process: subprocess.Popen[str], ready: threading.Event) -> None:
    for line in process.stdout or ():
        if "worker@bench ready" in line:
            ready.set()
        if "ERROR" in line or "CRITICAL" in line:
            print(line, end="", file=sys.stderr)


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def _peak(pid: int) -> int:
    """The most that a process has held, shared pages and all, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
