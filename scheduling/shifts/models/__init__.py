"""Shifts, the people who hold their places, what repeats, and what is agreed between people."""

from scheduling.shifts.models.changes import Invitation, StandIn, Swap
from scheduling.shifts.models.planned import Planned, Slot
from scheduling.shifts.models.presence import Kiosk, PaperCode, Presence
from scheduling.shifts.models.rules import RoleRules, ShiftSettings, Wish
from scheduling.shifts.models.schedules import ScheduleImport
from scheduling.shifts.models.series import Series, SeriesTime, ShiftTemplate, StandingPlace
from scheduling.shifts.models.shifts import Placeholder, Shift, SignUp

__all__ = [
    "Invitation",
    "Kiosk",
    "PaperCode",
    "Placeholder",
    "Planned",
    "Presence",
    "RoleRules",
    "ScheduleImport",
    "Series",
    "SeriesTime",
    "Shift",
    "ShiftSettings",
    "ShiftTemplate",
    "SignUp",
    "Slot",
    "StandIn",
    "StandingPlace",
    "Swap",
    "Wish",
]
