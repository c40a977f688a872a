"""Local wall time of the demo: what passes between two moments, and in which month it passes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from local.federation.catalogue import ZONE

HELSINKI = ZoneInfo(ZONE)
Month = tuple[int, int]

HOLIDAYS = frozenset(
    {
        date(2024, 1, 1),
        date(2024, 1, 6),
        date(2024, 3, 29),
        date(2024, 3, 31),
        date(2024, 4, 1),
        date(2024, 5, 1),
        date(2024, 5, 9),
        date(2024, 6, 21),
        date(2024, 6, 22),
        date(2024, 11, 2),
        date(2024, 12, 6),
        date(2024, 12, 24),
        date(2024, 12, 25),
        date(2024, 12, 26),
        date(2025, 1, 1),
        date(2025, 1, 6),
    }
)


def wall_time(day: date, quarters: int) -> datetime:
    """Return the wall time on a day so many quarters of an hour after midnight, or on the next day."""
    return datetime.combine(day, time.min) + timedelta(minutes=15 * quarters)


def aware(moment: datetime) -> datetime:
    """Return the instant of a wall time. No demo time falls into the hour that comes twice or never."""
    return moment.replace(tzinfo=HELSINKI)


def elapsed_minutes(starts_at: datetime, ends_at: datetime) -> int:
    """Return the minutes that pass between two wall times, over a change of the clocks too."""
    if starts_at.date() == ends_at.date():
        return (ends_at - starts_at) // timedelta(minutes=1)
    return (aware(ends_at).astimezone(UTC) - aware(starts_at).astimezone(UTC)) // timedelta(minutes=1)


def minutes_by_month(starts_at: datetime, ends_at: datetime) -> dict[Month, int]:
    """Split the minutes between two wall times over the local months in which they pass."""
    first, last = (starts_at.year, starts_at.month), (ends_at.year, ends_at.month)
    if first == last:
        return {first: elapsed_minutes(starts_at, ends_at)}
    turn = wall_time(date(ends_at.year, ends_at.month, 1), 0)
    split = {first: elapsed_minutes(starts_at, turn)}
    if ends_at > turn:
        split[last] = elapsed_minutes(turn, ends_at)
    return split


def days_of(month: Month) -> list[date]:
    """Return all days of a month."""
    year, number = month
    day, days = date(year, number, 1), []
    while day.month == number:
        days.append(day)
        day += timedelta(days=1)
    return days
