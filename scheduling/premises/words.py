"""How bookings are called, and what is free."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from scheduling.hours.services import months
from scheduling.premises import free, selectors
from scheduling.premises.models import Booking, Equipment, Space
from volunteers.register.models import OpeningHours, Organisation
from web import formats

# A day's hours where nobody has said when the place is open.
OPENS, CLOSES = 8 * 60, 22 * 60


class Whose(Protocol):
    """A booking, or the plan of one."""

    @property
    def space(self) -> Space | None:
        """Where."""

    @property
    def equipment(self) -> Equipment | None:
        """With what."""

    @property
    def organisation(self) -> Organisation | None:
        """For whom."""

    @property
    def purpose(self) -> str:
        """What for."""


def what(booking: Whose) -> str:
    """`Hall`, or `Hall, projector`."""
    return ", ".join(each.name for each in (booking.space, booking.equipment) if each is not None)


def whose(booking: Whose) -> str:
    """The organisation, or what we use it for ourselves."""
    return booking.organisation.name if booking.organisation is not None else booking.purpose


def when(booking: Booking) -> str:
    """Its day and its time."""
    return formats.when(booking.starts_at, booking.ends_at, year=True)


def place(booking: Booking) -> str:
    """Where it is, for everybody: nothing of a place that is not to be told."""
    space = booking.space
    if space is None or (space.site is not None and space.site.discreet):
        return ""
    house = (space.site.name, space.site.address) if space.site is not None else ()
    return ", ".join(part for part in (space.name, *house) if part)


def stretches_on(thing: Space | Equipment, day: date, *, but: Booking | None = None) -> list[free.Stretch]:
    """When a space or a thing is free on a day, within the hours of its place."""
    zone = months.zone()
    opens, closes = hours_on(thing, day)
    midnight = datetime.combine(day, time(), tzinfo=zone)
    since, until = midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes)
    rows = selectors.keeping(thing, since=since, until=until)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return free.left(since, until, rows.values_list("starts_at", "ends_at"))


def hours_on(thing: Space | Equipment, day: date) -> tuple[int, int]:
    """From which minute of the day to which one the place is open, as far as it is known."""
    rows = OpeningHours.objects.filter(site=thing.site_id or 0, weekday=day.weekday())
    known = list(rows.values_list("from_minute", "to_minute"))
    if not known:
        return OPENS, CLOSES
    return min(start for start, _end in known), max(end for _start, end in known)


def free_on(thing: Space | Equipment, day: date, *, but: Booking | None = None) -> str:
    """`Free that day: 8–10, 14–22.`"""
    found = stretches_on(thing, day, but=but)
    if not found:
        return _("Nothing is free that day.")
    return _("Free that day: %(times)s.") % {"times": times(found)}


def times(stretches: Iterable[free.Stretch]) -> str:
    """`8–10, 14–22`."""
    return ", ".join(formats.times(starts, ends, prefix=False) for starts, ends in stretches)
