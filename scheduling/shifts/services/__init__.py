"""The verbs of shifts. Each owns its transaction; nothing else writes a shift or a sign-up."""

from scheduling.shifts.plans import Plan, ShiftPlan, SlotPlan
from scheduling.shifts.services.answering import say_no, say_yes
from scheduling.shifts.services.attending import add_walk_in, mark_attendance
from scheduling.shifts.services.calling import call_people, end_call
from scheduling.shifts.services.cancelling import cancel_shift, take_off
from scheduling.shifts.services.confirming import confirm, decline
from scheduling.shifts.services.copying import copy_shifts
from scheduling.shifts.services.inviting import invite, uninvite
from scheduling.shifts.services.keeping import keep_places
from scheduling.shifts.services.making import edit_shift, make_shift, publish
from scheduling.shifts.services.moving import move_back, move_shift
from scheduling.shifts.services.own_times import set_own_times
from scheduling.shifts.services.requesting import confirm_request, decline_request
from scheduling.shifts.services.series import continue_series, dates, going_on, make_series, new_dates
from scheduling.shifts.services.series_changes import cancel_series, change_series
from scheduling.shifts.services.signing_up import add_person, cancel_own, learn, sign_up, undo_cancel
from scheduling.shifts.services.standing_in import cannot_come, come_after_all, stand_in
from scheduling.shifts.services.templates import rename_template, retire_template, save_template
from scheduling.shifts.services.together import change_shifts
from scheduling.shifts.services.waiting import stop_waiting, take_offered, wait
from scheduling.shifts.services.writing import write_to

__all__ = [
    "Plan",
    "ShiftPlan",
    "SlotPlan",
    "add_person",
    "add_walk_in",
    "call_people",
    "cancel_own",
    "cancel_series",
    "cancel_shift",
    "cannot_come",
    "change_series",
    "change_shifts",
    "come_after_all",
    "confirm",
    "confirm_request",
    "continue_series",
    "copy_shifts",
    "dates",
    "decline",
    "decline_request",
    "edit_shift",
    "end_call",
    "going_on",
    "invite",
    "keep_places",
    "learn",
    "make_series",
    "make_shift",
    "mark_attendance",
    "move_back",
    "move_shift",
    "new_dates",
    "publish",
    "rename_template",
    "retire_template",
    "save_template",
    "say_no",
    "say_yes",
    "set_own_times",
    "sign_up",
    "stand_in",
    "stop_waiting",
    "take_off",
    "take_offered",
    "undo_cancel",
    "uninvite",
    "wait",
    "write_to",
]
