"""Which local months a stretch of time passes in, and how many of its minutes pass in each. Pure.

A month begins at the first instant of its first local day, whatever the clocks do that night; minutes are
those that really pass, so a night in which the clocks change has one more or one fewer hour.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo

_INSTANT = timedelta(microseconds=1)


def month_of(day: date) -> date:
    """The first day of the day's month."""
    return date(day.year, day.month, 1)


def after(first_day: date) -> date:
    """The first day of the next month."""
    return date(first_day.year + first_day.month // 12, first_day.month % 12 + 1, 1)


def starts(first_day: date, zone: tzinfo) -> datetime:
    """The instant at which a local month begins."""
    return datetime(first_day.year, first_day.month, first_day.day, tzinfo=zone).astimezone(UTC)


def bounds(first_day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """From and up to: the instants of a local month."""
    return starts(first_day, zone), starts(after(first_day), zone)


def year_bounds(year: int, zone: tzinfo) -> tuple[datetime, datetime]:
    """From and up to: the instants of a local year."""
    return starts(date(year, 1, 1), zone), starts(date(year + 1, 1, 1), zone)


def month_at(instant: datetime, zone: tzinfo) -> date:
    """The first day of the local month in which an instant lies."""
    month = month_of(instant.astimezone(zone).date())
    # Where clocks go back at midnight, the last hour of a month comes twice.
    return after(month) if instant >= starts(after(month), zone) else month


def months_touched(starts_at: datetime, ends_at: datetime, zone: tzinfo) -> list[date]:
    """First days of the local months in which time passes from `starts_at` up to `ends_at`."""
    months = [month_at(starts_at, zone)]
    last = month_at(ends_at - _INSTANT, zone)
    while months[-1] < last:
        months.append(after(months[-1]))
    return months


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes that really pass."""
    return int((ends_at.astimezone(UTC) - starts_at.astimezone(UTC)) / timedelta(minutes=1))


def split(starts_at: datetime, ends_at: datetime, zone: tzinfo) -> dict[date, int]:
    """Minutes by local month; they add up to all that pass."""
    parts: dict[date, int] = {}
    for month in months_touched(starts_at, ends_at, zone):
        since, until = bounds(month, zone)
        parts[month] = minutes_between(max(since, starts_at), min(until, ends_at))
    return parts
