"""Routes of calendars and schedules on an association's host."""

from django.urls import URLPattern, path

from scheduling.feeds.views import own, reading, schedules

association: list[URLPattern] = [
    path("calendar/", own.calendars, name="calendars"),
    path("calendar/new/", own.new, name="calendar-new"),
    path("calendar/<uuid:uuid>/alarm/", own.alarm, name="calendar-alarm"),
    path("calendar/<uuid:uuid>/reset/", own.reset, name="calendar-reset"),
    path("calendar/<uuid:uuid>/stop/", own.stop, name="calendar-stop"),
    path("calendar/<str:secret>.ics", reading.feed, name="calendar-feed"),
    path("coordinate/shifts/import/", schedules.schedule_import, name="schedule-import"),
    path("coordinate/shifts/import/<uuid:uuid>/", schedules.one, name="schedule-import-one"),
    path("coordinate/shifts/import/<uuid:uuid>/apply/", schedules.apply, name="schedule-import-apply"),
    path("coordinate/shifts/import/<uuid:uuid>/drop/", schedules.drop, name="schedule-import-drop"),
    path("coordinate/shifts/import/<uuid:uuid>/undo/", schedules.undo, name="schedule-import-undo"),
]
