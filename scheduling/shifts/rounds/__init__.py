"""What of shifts is found with the calendar to tell people of: see `notifications.rounds`."""

from notifications import kinds, rounds
from notifications.rounds import Round
from scheduling.shifts.rounds import gaps, lapsed, open_week, stand_ins, swaps, unmarked
from scheduling.shifts.services import offering, standing_in


def announce() -> None:
    """Register the rounds and the kinds of messages that come of them."""
    rounds.register(Round("shift.waiting", offering.sweep, every="hour"))
    rounds.register(Round("shift.stand_ins_over", standing_in.sweep, every="hour"))
    for each in (gaps, open_week, stand_ins, unmarked):
        rounds.register(each.ROUND)
        kinds.register(each.KIND)
    for of_places in lapsed.ROUNDS:
        rounds.register(of_places)
    for kind in lapsed.KINDS:
        kinds.register(kind)
    rounds.register(swaps.ROUND)
