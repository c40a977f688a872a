"""What writers of activities ask of months: a step of their verbs."""

from collections.abc import Iterable
from datetime import date

from scheduling.activities.errors import MonthClosed, MonthOpen, ReasonMissing
from scheduling.hours.errors import MonthClosed as HoursMonthClosed
from scheduling.hours.services import months
from web import formats

# So long is a reason at most.
REASON = 200


def hold_months(*, first_days: Iterable[date]) -> None:
    """Keep these months open until the transaction ends, and have their figures made. Raises MonthClosed."""
    wanted = sorted(set(first_days))
    try:
        months.open_for_writing(first_days=wanted)
    except HoursMonthClosed as closed:
        raise MonthClosed(**closed.data) from closed
    months.mark_changed(first_days=wanted)


def hold_or_late(*, first_days: Iterable[date], reason: str) -> set[date]:
    """The same, where a reason lets something be written into closed months. Returns the closed ones.

    Raises MonthClosed where there is no reason.
    """
    wanted = sorted(set(first_days))
    if not reason.strip():
        hold_months(first_days=wanted)
        return set()
    closed = set(months.closed_among(first_days=wanted))
    months.mark_changed(first_days=wanted)
    return closed


def hold_closed(*, first_day: date, reason: str) -> str:
    """Require that a month is closed and that it is said why it is told late. Returns the reason to keep.

    Raises ReasonMissing or MonthOpen.
    """
    if not reason.strip():
        raise ReasonMissing
    if not months.closed_among(first_days=[first_day]):
        raise MonthOpen(month=formats.month(first_day))
    months.mark_changed(first_days=[first_day])
    return reason.strip()[:REASON]
