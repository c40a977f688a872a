"""Which times count of somebody who said when they came and when they left. Pure."""

from datetime import datetime, timedelta

# Nobody is punctual to the minute: so much at either end is the shift's own time.
GRACE = timedelta(minutes=10)
# How long before the start one may say that one is there, and how long after the end that one leaves.
BEFORE = timedelta(hours=1)
AFTER = timedelta(hours=6)


def counted(
    starts_at: datetime, ends_at: datetime, *, arrived_at: datetime, left_at: datetime
) -> tuple[datetime, datetime] | None:
    """From when to when somebody was on a shift, or None for one who left before it began.

    Who comes early waits, and that does not count; who stays longer gives that time.
    """
    start = starts_at if arrived_at <= starts_at + GRACE else arrived_at
    end = ends_at if abs(left_at - ends_at) <= GRACE else min(left_at, ends_at + AFTER)
    return (start, end) if start < end else None


def whole_minute(at: datetime) -> datetime:
    """Hours are kept in whole minutes."""
    return at.replace(second=0, microsecond=0)
