"""What writers of activities ask of months: a step of their verbs."""

from collections.abc import Iterable
from datetime import date

from scheduling.activities.errors import MonthClosed
from scheduling.hours.errors import MonthClosed as HoursMonthClosed
from scheduling.hours.services import months


def hold_months(*, first_days: Iterable[date]) -> None:
    """Keep these months open until the transaction ends, and have their figures made. Raises MonthClosed."""
    wanted = sorted(set(first_days))
    try:
        months.open_for_writing(first_days=wanted)
    except HoursMonthClosed as closed:
        raise MonthClosed(**closed.data) from closed
    months.mark_changed(first_days=wanted)
