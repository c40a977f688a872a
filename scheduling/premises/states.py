"""The one door for the states of bookings. A step of verbs, in the verb's transaction."""

from scheduling.activities.errors import NotFromHere
from scheduling.premises.models import Booking

S = Booking.State

MOVES: dict[str, set[str]] = {
    S.REQUESTED: {S.BOOKED, S.CANCELLED},
    S.BOOKED: {S.HELD, S.CANCELLED, S.NO_SHOW},
    # Somebody pressed the wrong button, or they came after all.
    S.HELD: {S.CANCELLED, S.NO_SHOW},
    S.CANCELLED: {S.BOOKED, S.HELD},
    S.NO_SHOW: {S.HELD, S.CANCELLED},
}


def move(booking: Booking, *, to: str) -> Booking:
    """Bring a locked booking into another state; not saved yet. Raises NotFromHere."""
    if to not in MOVES[booking.state]:
        raise NotFromHere(now=booking.get_state_display(), wanted=S(to).label)
    booking.state = to
    if to != S.HELD:
        booking.attendance, booking.method, booking.basis = None, "", ""
    return booking


def put_back(booking: Booking, *, was: str) -> Booking:
    """Bring a locked booking back to how it was before a file told of it; not saved yet."""
    booking.state = was
    booking.attendance, booking.method, booking.basis = None, "", ""
    return booking
