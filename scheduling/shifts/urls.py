"""Routes of shifts at an association's host, and in its API."""

from django.urls import URLPattern, path

from scheduling.shifts import api as endpoints
from scheduling.shifts.views import (
    calls,
    confirming,
    coordinator,
    running,
    series,
    standing_in,
    volunteer,
    waiting,
)

association: list[URLPattern] = [
    path("shifts/", volunteer.shifts, name="shifts"),
    path("shifts/<uuid:uuid>/", volunteer.shift, name="shift"),
    path("shifts/<uuid:uuid>/sign-up/", volunteer.sign_up, name="shift-sign-up"),
    path("shifts/<uuid:uuid>/cancel/", volunteer.cancel_own, name="shift-cancel-own"),
    path("shifts/<uuid:uuid>/shift.ics", volunteer.calendar, name="shift-calendar"),
    path("shifts/<uuid:uuid>/undo-cancel/", waiting.undo_cancel, name="shift-undo-cancel"),
    path("shifts/<uuid:uuid>/come-after-all/", standing_in.come_after_all, name="shift-come-after-all"),
    path("shifts/<uuid:uuid>/stand-in/", standing_in.stand_in, name="shift-stand-in"),
    path("shifts/<uuid:uuid>/wait/", waiting.wait, name="shift-wait"),
    path("shifts/<uuid:uuid>/stop-waiting/", waiting.stop_waiting, name="shift-stop-waiting"),
    path("offer/", waiting.offer, name="offer"),
    path("offers/<uuid:uuid>/", waiting.own_offer, name="own-offer"),
    path("shifts/<uuid:uuid>/confirm/", confirming.shift_confirm, name="shift-confirm"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("call/", calls.call, name="call"),
    path("calls/<uuid:uuid>/", calls.own_call, name="own-call"),
    path("coordinate/shifts/", coordinator.plan, name="plan"),
    path("coordinate/shifts/new/", coordinator.new, name="shift-new"),
    path("coordinate/settings/shifts/", running.shift_settings, name="shift-settings"),
    path("coordinate/roles/<uuid:uuid>/shifts/", running.role_shifts, name="role-shifts"),
    path("coordinate/people/<uuid:uuid>/wishes/", running.person_wishes, name="person-wishes"),
    path("me/wishes/", running.own_wishes, name="own-wishes"),
    path("coordinate/shifts/series/", series.all_series, name="series-all"),
    path("coordinate/shifts/series/new/", series.new, name="series-new"),
    path("coordinate/shifts/series/<uuid:uuid>/", series.series, name="series"),
    path("coordinate/shifts/<uuid:uuid>/", coordinator.manage, name="shift-manage"),
    path("coordinate/shifts/<uuid:uuid>/edit/", coordinator.edit, name="shift-edit"),
    path("coordinate/shifts/<uuid:uuid>/publish/", coordinator.publish, name="shift-publish"),
    path("coordinate/shifts/<uuid:uuid>/cancel/", coordinator.cancel, name="shift-cancel"),
    path("coordinate/shifts/<uuid:uuid>/roster/", coordinator.roster, name="shift-roster"),
    path("coordinate/shifts/<uuid:uuid>/people/", coordinator.add_person, name="shift-add-person"),
    path(
        "coordinate/shifts/<uuid:uuid>/people/<uuid:sign_up>/release/",
        coordinator.release,
        name="shift-release",
    ),
    path(
        "coordinate/shifts/<uuid:uuid>/people/<uuid:sign_up>/confirm/",
        confirming.confirm_for,
        name="shift-confirm-for",
    ),
    path("coordinate/shifts/<uuid:uuid>/call/", calls.shift_call, name="shift-call"),
    path("coordinate/shifts/<uuid:uuid>/call/end/", calls.shift_call_end, name="shift-call-end"),
    path("coordinate/shifts/<uuid:uuid>/attendance/", coordinator.attendance, name="shift-attendance"),
]

api: list[URLPattern] = [
    path("shifts/", endpoints.Shifts.as_view(), name="api-shifts"),
    path("shifts/<uuid:uuid>/", endpoints.OneShift.as_view(), name="api-shift"),
    path("shifts/<uuid:uuid>/sign-up/", endpoints.SignUps.as_view(), name="api-shift-sign-up"),
    path("shifts/<uuid:uuid>/cancel/", endpoints.Cancellations.as_view(), name="api-shift-cancel"),
]
