"""From what a clock on the wall shows to the instant that is meant. Pure."""

from datetime import UTC, date, datetime, time, tzinfo

from scheduling.hours.errors import AmbiguousTime, SkippedTime
from web import formats


def instant(*, day: date, at: time, zone: tzinfo) -> datetime:
    """The instant at which clocks show this. Raises SkippedTime or AmbiguousTime in nights of change."""
    local = datetime.combine(day, at, tzinfo=zone)
    there_and_back = local.astimezone(UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise SkippedTime(day=formats.day(day, year=True), time=f"{at:%H:%M}")
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise AmbiguousTime(day=formats.day(day, year=True), time=f"{at:%H:%M}")
    return local.astimezone(UTC)


def about(*, day: date, at: time, zone: tzinfo) -> datetime:
    """The instant for a time that stands for an unknown one: a night of change takes the first that fits."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
