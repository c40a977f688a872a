"""Routes of shifts at an association's host."""

from django.urls import URLPattern, path

from scheduling.shifts.views import coordinator, volunteer

association: list[URLPattern] = [
    path("shifts/", volunteer.shifts, name="shifts"),
    path("shifts/<uuid:uuid>/", volunteer.shift, name="shift"),
    path("shifts/<uuid:uuid>/sign-up/", volunteer.sign_up, name="shift-sign-up"),
    path("shifts/<uuid:uuid>/cancel/", volunteer.cancel_own, name="shift-cancel-own"),
    path("shifts/<uuid:uuid>/shift.ics", volunteer.calendar, name="shift-calendar"),
    path("coordinate/shifts/", coordinator.plan, name="plan"),
    path("coordinate/shifts/new/", coordinator.new, name="shift-new"),
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
    path("coordinate/shifts/<uuid:uuid>/attendance/", coordinator.attendance, name="shift-attendance"),
]
