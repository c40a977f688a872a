"""What of shifts is found with the calendar to tell people of: see `notifications.rounds`."""

from notifications import kinds, rounds
from scheduling.shifts.rounds import gaps, open_week, swaps, unmarked


def announce() -> None:
    """Register the rounds and the kinds of messages that come of them."""
    for each in (gaps, open_week, unmarked):
        rounds.register(each.ROUND)
        kinds.register(each.KIND)
    rounds.register(swaps.ROUND)
