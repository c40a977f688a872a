"""Work that is killed in the middle, and what work takes: for data sets about jobs that run at night."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from infra.bench.scene import Facts
from tenants import clock

_PROGRAM = """
import django
django.setup()
from datetime import datetime
from tenants import clock
from tenants.models import Umbrella
from umbrella import nightly, releases
with clock.fixed(datetime.fromisoformat('{at}')):
    {what}
"""


def killed(what: str, *, when: Callable[[], bool]) -> None:
    """Let another process do it, a line of Python, and kill that without a warning when the time has come."""
    program = _PROGRAM.format(at=clock.now().isoformat(), what=what)
    process = subprocess.Popen([sys.executable, "-c", program], env=os.environ)
    while process.poll() is None and not when():
        time.sleep(0.02)
    process.kill()
    process.wait()


def after(seconds: float) -> Callable[[], bool]:
    """Whether so much time has passed since now."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() > until


def measured(work: Callable[[], object]) -> Facts:
    """Seconds by the clock and of this process, and the most memory that it has had so far, in megabytes."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "process_seconds": round(time.process_time() - used, 1),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
