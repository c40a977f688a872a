"""Hours in which somebody wants to hear nothing, from one time of the day to another, also over midnight."""

from datetime import UTC, datetime, time, timedelta, tzinfo


def holds(local: time, *, quiet_from: time, quiet_to: time) -> bool:
    """Whether a time of the day is quiet. From and to the same time: none is."""
    if quiet_from <= quiet_to:
        return quiet_from <= local < quiet_to
    return local >= quiet_from or local < quiet_to


def over_at(instant: datetime, *, quiet_from: time, quiet_to: time, zone: tzinfo) -> datetime | None:
    """When the quiet hours around an instant are over; None where it lies in none.

    On a night on which clocks change the hours are those that the clock on the wall shows.
    """
    local = instant.astimezone(zone)
    if not holds(local.time(), quiet_from=quiet_from, quiet_to=quiet_to):
        return None
    ends_tomorrow = quiet_from > quiet_to and local.time() >= quiet_from
    day = local.date() + timedelta(days=1) if ends_tomorrow else local.date()
    ends = (
        datetime.combine(day, quiet_to.replace(fold=fold), tzinfo=zone).astimezone(UTC) for fold in (0, 1)
    )
    # Of an hour that comes twice the second one, where the first is over.
    return next(end for end in ends if end > instant)


def began_at(instant: datetime, *, quiet_from: time, quiet_to: time, zone: tzinfo) -> datetime | None:
    """When the quiet hours around an instant began; None where it lies in none."""
    local = instant.astimezone(zone)
    if not holds(local.time(), quiet_from=quiet_from, quiet_to=quiet_to):
        return None
    began_yesterday = quiet_from > quiet_to and local.time() < quiet_to
    day = local.date() - timedelta(days=1) if began_yesterday else local.date()
    # Hours that begin in one that is left out begin with it.
    return min(datetime.combine(day, quiet_from, tzinfo=zone).astimezone(UTC), instant)
