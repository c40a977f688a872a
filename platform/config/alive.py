"""Signs of life of the processes that answer no requests: a file, touched again and again.

`infra.health` looks how old it is. A worker that has lost its broker and one whose loop hangs do not touch
it, which asking the operating system for the process would not show.
"""

import contextlib
from pathlib import Path
from typing import Any

from celery.beat import Scheduler
from celery.signals import after_task_publish, heartbeat_sent
from django.conf import settings


def touch(name: str) -> None:
    """Show that this kind of process (`worker`, `beat`) lives. A full disk is no reason to die."""
    with contextlib.suppress(OSError):
        file = Path(settings.VAR_DIR) / "alive" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


@heartbeat_sent.connect
def _worker_lives(**kwargs: Any) -> None:
    """A worker's loop turned and its broker is there."""
    touch("worker")


def _ticked(**kwargs: Any) -> None:
    touch("beat")


class Ticker(Scheduler):
    """Celery's own scheduler, which shows each tick that the broker took."""

    def setup_schedule(self) -> None:
        """In beat itself, and not where Celery only looks at the schedule."""
        super().setup_schedule()
        after_task_publish.connect(_ticked, weak=False)
