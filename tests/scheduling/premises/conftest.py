"""Inside Alfa on Monday 3.2.2025, with a hall that others use."""

from typing import Any

from scheduling.premises.models import Booking, Space
from scheduling.premises.services import bookings
from scheduling.premises.services.bookings import BookingPlan
from tests.monday import BY, inside, it_is_monday, said_in_english
from tests.scheduling.hours.conftest import at
from volunteers.register.models import Organisation

__all__ = ["BY", "at", "booked", "hall", "inside", "it_is_monday", "organisation", "plan", "said_in_english"]


def hall(name: str = "Sali") -> Space:
    """A hall for forty."""
    return Space.objects.get_or_create(name_fi=name, defaults={"capacity": 40})[0]


def organisation(name: str = "Kuoro ry") -> Organisation:
    """Somebody who uses it."""
    return Organisation.objects.get_or_create(name=name)[0]


def plan(day: str, starts: str = "10:00", ends: str = "12:00", **fields: Any) -> BookingPlan:
    """The hall for a choir, from 10 to 12."""
    said: dict[str, Any] = {"space": hall(), "organisation": organisation(), "purpose": "Harjoitus"} | fields
    return BookingPlan(starts_at=at(f"{day} {starts}"), ends_at=at(f"{day} {ends}"), **said)


def booked(day: str, starts: str = "10:00", ends: str = "12:00", **fields: Any) -> Booking:
    """A booking of the hall."""
    return bookings.book(plan=plan(day, starts, ends, **fields), by=BY)
