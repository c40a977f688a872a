"""Routes of calendars on an association's host."""

from django.urls import URLPattern, path

from scheduling.feeds.views import own, reading

association: list[URLPattern] = [
    path("calendar/", own.calendars, name="calendars"),
    path("calendar/new/", own.new, name="calendar-new"),
    path("calendar/<uuid:uuid>/alarm/", own.alarm, name="calendar-alarm"),
    path("calendar/<uuid:uuid>/reset/", own.reset, name="calendar-reset"),
    path("calendar/<uuid:uuid>/stop/", own.stop, name="calendar-stop"),
    path("calendar/<str:secret>.ics", reading.feed, name="calendar-feed"),
]
