"""Nights, weeks and rest, in the local time of the association. Pure."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

# A shift is a night shift when so much of it lies between these times of the clock on the wall.
NIGHT_FROM, NIGHT_TO = time(23), time(6)
NIGHT = timedelta(hours=3)


def is_night(starts_at: datetime, ends_at: datetime, *, zone: tzinfo) -> bool:
    """Whether at least three hours of it lie between 23 and 6."""
    if ends_at - starts_at < NIGHT:
        return False
    day, last = starts_at.astimezone(zone).date() - timedelta(days=1), ends_at.astimezone(zone).date()
    spent = timedelta()
    while day <= last:
        begins = datetime.combine(day, NIGHT_FROM, tzinfo=zone).astimezone(UTC)
        ends = datetime.combine(day + timedelta(days=1), NIGHT_TO, tzinfo=zone).astimezone(UTC)
        spent += max(timedelta(), min(ends, ends_at) - max(begins, starts_at))
        day += timedelta(days=1)
    return spent >= NIGHT


def between(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> timedelta:
    """The time between two stretches; negative when they overlap."""
    return max(one[0] - other[1], other[0] - one[1])


def week_of(at: datetime, *, zone: tzinfo) -> date:
    """The Monday of the local week in which it lies."""
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def lies_within(
    starts_at: datetime, ends_at: datetime, stretches: list[tuple[int, int, int]], *, zone: tzinfo
) -> bool:
    """Whether all of it lies in these stretches of the week (weekday, from minute, to minute)."""
    start, end = (at.astimezone(zone).replace(tzinfo=None) for at in (starts_at, ends_at))
    while start < end:
        day = datetime.combine(start.date(), time())
        until = _covered_until(start, day, stretches)
        if until is None:
            return False
        start = until
    return True


def _covered_until(at: datetime, day: datetime, stretches: list[tuple[int, int, int]]) -> datetime | None:
    minute = (at - day) / timedelta(minutes=1)
    ends = [to for weekday, begin, to in stretches if weekday == day.weekday() and begin <= minute < to]
    return day + timedelta(minutes=max(ends)) if ends else None
