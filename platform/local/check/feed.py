"""The demo volunteer's own shifts as a calendar program reads them, by an address that they have made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape

from icalendar import Calendar

from local.browser import Browser, Unexpected
from local.check.round_trip import NAPAJOKI
from local.check.visits import at, signed_in
from local.stack import Stack

HEIKKI = "heikki.moilanen@example.org"
_ADDRESS = re.compile(r"<code>(http[^<]+\.ics)</code>")


@dataclass(frozen=True)
class Event:
    """One shift of the calendar."""

    shift: str
    day: date
    status: str


def events(stack: Stack) -> list[Event]:
    """Heikki's shifts ahead, as his calendar tells them. Raises Unexpected where it is none."""
    heikki = signed_in(stack, HEIKKI)
    page = at(heikki, stack, NAPAJOKI, "/calendar/").expect(200)
    made = heikki.post(
        stack.url(NAPAJOKI, "/calendar/new/"), {"what": "own", "minutes": ""}, form_at=page.url
    )
    found = _ADDRESS.search(made.expect(200).text)
    if not found:
        raise Unexpected("The page of a new calendar shows no address.")
    read = Browser(address=stack.address).get(unescape(found[1])).expect(200)
    calendar = Calendar.from_ical(read.body)
    return [
        Event(
            shift=str(event["UID"]).partition("@")[0],
            day=event.decoded("DTSTART").date(),
            status=str(event["STATUS"]),
        )
        for event in calendar.walk("VEVENT")
    ]
