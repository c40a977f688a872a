"""The one clock. Domain time is real time plus an offset that only the demo and the tests may set.

Sign-in, sessions and leases use real time (`real_now`), so that moving the demo's clock lets nobody in and
signs nobody out.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

if TYPE_CHECKING:
    from tenants.models import Association, Umbrella

_offset = timedelta()
_fixed: datetime | None = None
_lock = threading.Lock()


class ClockIsReal(RuntimeError):
    """Somebody tried to move the clock of an installation that is in real use."""


def real_now() -> datetime:
    """The wall clock in UTC, which nothing moves: for sign-in, sessions, leases and logs."""
    return datetime.now(UTC)  # the one place


def now() -> datetime:
    """Domain time in UTC."""
    return _fixed if _fixed is not None else real_now() + _offset


def today(at: "Association | Umbrella") -> date:
    """The date that it is at the association or the umbrella."""
    return now().astimezone(ZoneInfo(at.timezone)).date()


def refresh() -> None:
    """Read the offset anew. Called in the identity phase, before an association is entered."""
    global _offset  # noqa: PLW0603  # one clock for the process
    if not settings.CLOCK_MOVABLE:
        return
    from tenants.models import ClockOffset  # noqa: PLC0415  # models use the clock

    row = ClockOffset.objects.first()
    with _lock:
        _offset = row.offset if row else timedelta()


def move_to(at: datetime) -> None:
    """Set domain time to `at`, from where it runs on. Identity phase only; raises ClockIsReal in real use."""
    if not settings.CLOCK_MOVABLE:
        raise ClockIsReal("The clock can be moved in the demo and in tests only.")
    from tenants.models import ClockOffset  # noqa: PLC0415  # models use the clock

    ClockOffset.objects.update_or_create(pk=1, defaults={"offset": at - real_now()})
    refresh()


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """For tests: inside the block domain time stands still at `at` in this process."""
    global _fixed  # noqa: PLW0603  # one clock for the process
    if not settings.CLOCK_MOVABLE:
        raise ClockIsReal("The clock can be moved in the demo and in tests only.")
    before = _fixed
    _fixed = at
    try:
        yield
    finally:
        _fixed = before
