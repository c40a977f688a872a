"""A shift as an entry for somebody's own calendar."""

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.words import shifts as words
from tenants import addresses, clock
from tenants.context import current_association

MIMETYPE = "text/calendar"
NAME = "shift.ics"


def calendar_file(shift: Shift, *, own: SignUp | None = None) -> bytes:
    """The file's content, in the language in use. What is discreet says no more than when, and where to look.

    With the person's own times, where they have a place.

    The same shift keeps its identity, and a later file replaces an earlier one.
    """
    association = current_association()
    link = addresses.absolute_url(association, "shift", uuid=shift.uuid)
    entry = Event()
    entry.add("uid", f"{shift.uuid}@{addresses.host_of(association).partition(':')[0]}")
    entry.add("dtstamp", clock.now())
    entry.add("sequence", shift.sequence)
    entry.add("dtstart", own.starts_at if own else shift.starts_at)
    entry.add("dtend", own.ends_at if own else shift.ends_at)
    entry.add("summary", _("Your shift") if words.is_discreet(shift) else words.title(shift))
    entry.add("url", link)
    address = words.online_address(own) if own and not words.is_discreet(shift) else ""
    entry.add("description", "\n".join(filter(None, [address, link])))
    if (place := words.place(shift)) and not words.is_discreet(shift):
        entry.add("location", place)
    if shift.state == Shift.State.CANCELLED:
        entry.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Rinnalla//Shifts//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content
