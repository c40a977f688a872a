"""The tables of premises: spaces, equipment, bookings of them, and the figures made of these."""

from scheduling.premises.models.bookings import Booking, BookingCorrection, ImportedBooking
from scheduling.premises.models.figures import BookingFigure
from scheduling.premises.models.spaces import Equipment, Space

__all__ = ["Booking", "BookingCorrection", "BookingFigure", "Equipment", "ImportedBooking", "Space"]
