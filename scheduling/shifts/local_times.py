"""From what a coordinator types (a day, a start, an end) to instants. Pure."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from scheduling.hours.walltime import instant
from scheduling.shifts.errors.shifts import EndBeforeStart

# An end that reads earlier than the start is past midnight, unless that would be a day's work and more.
LONGEST_NIGHT = timedelta(hours=12)
# Own times that read earlier than this before the shift belong to the next day of a night shift.
AHEAD = timedelta(hours=6)


def stretch(day: date, start: time, end: time, *, zone: tzinfo) -> tuple[datetime, datetime]:
    """Start and end of a shift on a day; an end that reads earlier is on the next day.

    Raises EndBeforeStart when that night would be longer than twelve hours by the clock on the wall, and for
    times that the change of clocks skips or shows twice what `scheduling.hours.walltime` raises.
    """
    last = day
    if end <= start:
        last = day + timedelta(days=1)
        if datetime.combine(last, end) - datetime.combine(day, start) > LONGEST_NIGHT:
            raise EndBeforeStart
    return instant(day=day, at=start, zone=zone), instant(day=last, at=end, zone=zone)


def own_times(
    shift_starts_at: datetime, start: time, end: time, *, zone: tzinfo
) -> tuple[datetime, datetime]:
    """A person's own times at a shift, each on the day that it must mean."""
    meant = shift_starts_at.astimezone(zone)
    day = meant.date()
    if datetime.combine(day, start) < meant.replace(tzinfo=None) - AHEAD:
        day += timedelta(days=1)
    last = day if end > start else day + timedelta(days=1)
    starts_at, ends_at = instant(day=day, at=start, zone=zone), instant(day=last, at=end, zone=zone)
    return starts_at.astimezone(UTC), ends_at.astimezone(UTC)
