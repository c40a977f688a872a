"""A web worker as gunicorn runs it, measured while it serves one association after the other.

``python -m infra.bench.worker '["slug", …]'``: starts gunicorn with one process and pooled connections that
live for some seconds instead of minutes, asks for every association's front page, waits, asks again.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from local.ports import LOOPBACK

HOST = "rinnalla.localhost"
LIFETIME = 45
NAME = "bench-worker"


def main() -> None:
    """Serve, measure, say it."""
    slugs: list[str] = json.loads(sys.argv[1])
    os.environ["DATABASE_POOL_LIFETIME"] = str(LIFETIME)
    superuser = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = f"{superuser}?application_name={NAME}"
    with socket.socket() as listening:
        listening.bind((LOOPBACK, 0))
        listening.listen(64)
        port = listening.getsockname()[1]
        with _gunicorn(listening.fileno()) as master:
            until = time.monotonic() + 60
            while not _asked(port, slugs[0]):
                if time.monotonic() > until:
                    raise RuntimeError("The worker did not answer.")
                time.sleep(0.3)
            worker = _child_of(master.pid)
            before = _memory(worker), _backends(superuser)
            for _round in range(2):
                for slug in slugs:
                    _asked(port, slug)
            after = _memory(worker), _backends(superuser)
            # Used now and then, as in real life; the pool lets the old ones go.
            end = time.monotonic() + LIFETIME * 1.4
            while time.monotonic() < end:
                _asked(port, slugs[0])
                time.sleep(1)
            recycled = _backends(superuser)
    told = {
        "worker_before": before[0],
        "worker_after": after[0],
        "backends_before": sum(before[1]),
        "backends_after": sum(after[1]),
        "backends_recycled": sum(recycled),
        "connections": len(after[1]),
        "requests": 2 * len(slugs),
    }
    print("MEASURED", json.dumps(told))


@contextmanager
def _gunicorn(number: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        *(sys.executable, "-W", "ignore", "-m", "gunicorn", "config.wsgi:application", "--preload"),
        *("--bind", f"fd://{number}", "--workers", "1", "--threads", "4", "--log-level", "error"),
    ]
    process = subprocess.Popen(command, pass_fds=[number], env=os.environ, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _asked(port: int, slug: str) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=20)
    try:
        connection.request("GET", "/", headers={"Host": f"{slug}.{HOST}"})
        answer = connection.getresponse()
        answer.read()
        return answer.status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()[0])


def _memory(pid: int) -> int:
    """What only this process holds, in bytes: shared memory is PostgreSQL's own, or the master's."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _backends(url: str) -> list[int]:
    with psycopg.connect(url) as own:  # noqa: TID251  # beside the worker that is measured
        found = own.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [NAME]).fetchall()
    return [_memory(pid) for (pid,) in found]


if __name__ == "__main__":
    main()
