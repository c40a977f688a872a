"""When releases are due: on the 16th of each month, early in the umbrella's morning."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tenants.models import Umbrella

RELEASE_DAY = 16
RELEASE_TIME = time(3, 0)
DECEMBER = 12


def last_due(umbrella: Umbrella, at: datetime) -> date:
    """The day of the latest release that should have been made by `at`."""
    local = at.astimezone(ZoneInfo(umbrella.timezone))
    due = date(local.year, local.month, RELEASE_DAY)
    if (local.date(), local.time()) >= (due, RELEASE_TIME):
        return due
    return date(local.year - (local.month == 1), (local.month - 2) % DECEMBER + 1, RELEASE_DAY)


def next_due(after: date) -> date:
    """The day of the release after the one of a day."""
    return date(after.year + after.month // DECEMBER, after.month % DECEMBER + 1, RELEASE_DAY)
