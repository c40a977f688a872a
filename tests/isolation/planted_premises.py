"""One row of everything that is booked, and of placements told as numbers, with words to find again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from scheduling.premises.models import (
    Booking,
    BookingCorrection,
    BookingFigure,
    Equipment,
    ImportedBooking,
    Space,
)
from volunteers.register.models import Organisation, PlacementCount, Site

NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)


def plant_premises(mark: str, key: int, host: Organisation, site: Site) -> list[Any]:
    """A space, a thing, a booking of both that was held and corrected, and the figure of it."""
    space = Space.objects.create(
        pk=key, name_fi=f"Sali {mark}", site=site, capacity=40, access_text=f"Luiska {mark}"
    )
    thing = Equipment.objects.create(pk=key, name_fi=f"Tykki {mark}", site=site, note=f"Kaappi {mark}")
    booking = Booking.objects.create(
        pk=key,
        space=space,
        equipment=thing,
        organisation=host,
        purpose=f"Harjoitus {mark}",
        starts_at=NOW - timedelta(hours=20),
        ends_at=NOW - timedelta(hours=18),
        local_date=date(2025, 2, 2),
        first_month=date(2025, 2, 1),
        attendance=12345,
        method="estimated",
        basis=f"Arvio {mark}",
        state="held",
        created_at=NOW,
    )
    BookingCorrection.objects.create(
        booking=booking,
        number=1,
        attendance=12346,
        method="counted",
        reason=f"Laskettu {mark}",
        created_at=NOW,
    )
    ImportedBooking.objects.create(
        batch_id=key, booking=booking, mark=uuid5(NAMESPACE_DNS, f"{mark}{key}"), attendance=12345
    )
    BookingFigure.objects.create(
        year=2025,
        month=2,
        space=space,
        parties=1,
        bookings=1,
        own=0,
        uncounted=0,
        visits=12345,
        methods={"estimated": 12345},
        computed_at=NOW,
    )
    count = PlacementCount.objects.create(
        pk=key,
        year=2025,
        kind="student",
        institution=f"Koulu {mark}",
        programme=f"Linja {mark}",
        number=12345,
        method="estimated",
        basis=f"Opettaja {mark}",
    )
    return [space, thing, booking, count]
