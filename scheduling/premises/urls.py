"""Routes of premises on an association's host."""

from django.urls import URLPattern, URLResolver, path

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
