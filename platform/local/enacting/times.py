"""When the things of the story were done."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time

from local.federation.local_time import aware
from local.federation.people import OPENING
from tenants import clock

FOUNDED = date(2023, 12, 4)
"""The federation takes the platform into use; its associations begin with the first of January."""

START = aware(datetime.combine(OPENING, time(8))).astimezone(UTC)
"""Where the demo's clock stands when its doors open."""


def at(day: date, hour: int, minute: int = 0) -> AbstractContextManager[None]:
    """Inside the block it is that time on that day of the story."""
    return clock.fixed(instant(day, hour, minute))


def instant(day: date, hour: int, minute: int = 0) -> datetime:
    """The instant of a wall time of the story."""
    return aware(datetime.combine(day, time(hour, minute))).astimezone(UTC)
