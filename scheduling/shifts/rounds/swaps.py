"""Swaps that nobody has settled before the shift began come to an end; looked for every hour."""

from notifications.rounds import Round
from scheduling.shifts.services import swapping

ROUND = Round("shift.swaps", swapping.end_overdue, every="hour")
