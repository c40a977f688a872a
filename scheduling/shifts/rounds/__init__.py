"""What of shifts is found with the calendar to tell people of: see `notifications.rounds`."""

from notifications import kinds, rounds
from notifications.rounds import Round
from scheduling.shifts.rounds import gaps, open_week, swaps, unmarked
from scheduling.shifts.services import offering


def announce() -> None:
    """Register the rounds and the kinds of messages that come of them."""
    rounds.register(Round("shift.waiting", offering.sweep, every="hour"))
    for each in (gaps, open_week, unmarked):
        rounds.register(each.ROUND)
        kinds.register(each.KIND)
    rounds.register(swaps.ROUND)
