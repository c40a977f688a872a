"""Signs of life of the processes that answer no requests: a file, touched again and again.

`infra.health` looks how old it is. A worker that has lost its broker and one whose loop hangs do not touch
it, which asking the operating system for the process would not show.
"""

import contextlib
from pathlib import Path
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from celery.signals import heartbeat_sent
from django.conf import settings


def touch(name: str) -> None:
    """Show that this kind of process (`worker`, `beat`) lives. A full disk is no reason to die."""
    with contextlib.suppress(OSError):
        file = Path(settings.VAR_DIR) / "alive" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


@heartbeat_sent.connect  # type: ignore[untyped-decorator]  # celery's signals have no types
def _worker_lives(**kwargs: Any) -> None:
    """A worker's loop turned and its broker is there."""
    touch("worker")


class Ticker(Scheduler):
    """Celery's own scheduler, which shows each tick that it could send."""

    def apply_async(
        self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any
    ) -> Any:
        """Send what is due; raises SchedulingError when the broker is away, and then there is no sign."""
        sent = super().apply_async(entry, producer=producer, advance=advance, **kwargs)
        touch("beat")
        return sent
