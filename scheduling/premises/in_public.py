"""What others do in the house for everybody, for the public calendar."""

from collections.abc import Iterable

from scheduling.activities.public_calendar import OnCalendar
from scheduling.premises import selectors, words


def ahead(most: int) -> Iterable[OnCalendar]:
    """The next ones that are open to all."""
    for booking in selectors.public_ahead()[:most]:
        yield OnCalendar(
            title=booking.purpose,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            place=words.place(booking),
            description=booking.organisation.name if booking.organisation else "",
        )
