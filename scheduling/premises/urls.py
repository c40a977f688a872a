"""Routes of premises on an association's host, and in its API."""

from django.urls import URLPattern, URLResolver, path

from scheduling.premises.api import lists, single
from scheduling.premises.views import bookings, things, year

association: list[URLPattern | URLResolver] = [
    path("coordinate/premises/", bookings.week, name="premises"),
    path("coordinate/premises/waiting/", bookings.waiting, name="premises-waiting"),
    path("coordinate/premises/year/", year.year, name="premises-year"),
    path("coordinate/premises/things/", things.things, name="premises-things"),
    path("coordinate/premises/spaces/new/", things.space_new, name="space-new"),
    path("coordinate/premises/spaces/<uuid:uuid>/", things.space, name="space"),
    path("coordinate/premises/equipment/new/", things.equipment_new, name="equipment-new"),
    path("coordinate/premises/equipment/<uuid:uuid>/", things.equipment, name="equipment"),
    path("coordinate/premises/bookings/new/", bookings.booking_new, name="booking-new"),
    path("coordinate/premises/bookings/<uuid:uuid>/", bookings.booking, name="booking"),
    path("coordinate/premises/bookings/<uuid:uuid>/edit/", bookings.booking_edit, name="booking-edit"),
]

api: list[URLPattern | URLResolver] = [
    path("spaces/", lists.Spaces.as_view(), name="api-spaces"),
    path("equipment/", lists.Equipments.as_view(), name="api-equipment"),
    path("bookings/", lists.Bookings.as_view(), name="api-bookings"),
    path("bookings/weekly/", lists.WeeklyBookings.as_view(), name="api-bookings-weekly"),
    path("bookings/<uuid:uuid>/", single.OneBooking.as_view(), name="api-booking"),
    path("bookings/<uuid:uuid>/confirm/", single.Confirming.as_view(), name="api-booking-confirm"),
    path("bookings/<uuid:uuid>/cancel/", single.CallingOff.as_view(), name="api-booking-cancel"),
    path("bookings/<uuid:uuid>/held/", single.Holding.as_view(), name="api-booking-held"),
    path("bookings/<uuid:uuid>/no-show/", single.NobodyCame.as_view(), name="api-booking-no-show"),
    path("bookings/<uuid:uuid>/correct/", single.CorrectingCame.as_view(), name="api-booking-correct"),
]
