"""A feed as a calendar: each shift an entry. It names no person, and of what is discreet only when it is."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _, override

from scheduling.feeds import icalendar_text as ical, selectors
from scheduling.feeds.models import CalendarFeed
from scheduling.feeds.selectors import Entry
from scheduling.shifts import states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.words import shifts as words
from tenants import addresses
from tenants.models import Association

# Goes into what programs compare: another layout is another content.
LAYOUT = 1
PRODUCT = "-//Rinnalla//Shifts//FI"


def calendar(feed: CalendarFeed, *, association: Association, at: datetime) -> bytes:
    """All that it tells, as it has been since `at`, in the feed's language. One query."""
    entries = selectors.entries(feed)
    with override(feed.language):
        lines = _Lines(feed, association, at)
        return ical.calendar(lines.of(entries))


class _Lines:
    """What all entries of one calendar have in common, and the lines of each."""

    def __init__(self, feed: CalendarFeed, association: Association, at: datetime) -> None:
        self.feed = feed
        self.zone = ZoneInfo(association.timezone)
        self.host = addresses.host_of(association).partition(":")[0]
        self.base = addresses.absolute_url(association).rstrip("/")
        self.name = association.name
        self.stamp = f"DTSTAMP:{ical.utc(at)}"
        self.alarm = _alarm(feed)

    def of(self, entries: Sequence[Entry]) -> Iterator[str]:
        """The whole calendar but its frame."""
        yield from (f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
        yield ical.text("X-WR-CALNAME", self._called())
        yield f"X-WR-TIMEZONE:{self.zone.key}"
        yield from ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H")
        if entries:
            years = [_times(entry)[0].astimezone(self.zone).year for entry in entries]
            yield ical.zone_lines(self.zone.key, min(years), max(years) + 1)
        for entry in entries:
            yield from self._entry(entry)

    def _called(self) -> str:
        """Nothing on the list of a telephone's calendars tells where somebody volunteers."""
        feed = self.feed
        if feed.role is not None and not feed.role.discreet:
            return f"{feed.role.name} – {self.name}"
        if feed.site is not None and not feed.site.discreet:
            return f"{feed.site.name} – {self.name}"
        return _("My shifts") if feed.what == CalendarFeed.What.OWN else _("Shifts")

    def _entry(self, entry: Entry) -> Iterator[str]:
        shift, discreet = entry.shift, words.is_discreet(entry.shift)
        starts_at, ends_at = _times(entry)
        status = _status(entry)
        link = f"{self.base}{reverse('shift', kwargs={'uuid': shift.uuid})}"
        yield "BEGIN:VEVENT"
        yield f"UID:{shift.uuid}@{self.host}"
        yield self.stamp
        yield f"SEQUENCE:{shift.sequence}"
        yield ical.moment("DTSTART", starts_at, self.zone)
        yield ical.moment("DTEND", ends_at, self.zone)
        yield f"STATUS:{status}"
        yield ical.text("SUMMARY", self._summary(shift, discreet=discreet))
        if not discreet and (place := words.place(shift)):
            yield ical.text("LOCATION", place)
        yield ical.folded(f"URL:{link}")
        told = [] if discreet else _told(entry)
        yield ical.text("DESCRIPTION", "\n".join([*told, *_said(entry, status), link]))
        yield f"TRANSP:{'OPAQUE' if entry.sign_up and status == 'CONFIRMED' else 'TRANSPARENT'}"
        if status == "CONFIRMED":
            yield from self.alarm
        yield "END:VEVENT"

    def _summary(self, shift: Shift, *, discreet: bool) -> str:
        if not discreet:
            return words.title(shift)
        return _("Your shift") if self.feed.what == CalendarFeed.What.OWN else _("Shift")


def _alarm(feed: CalendarFeed) -> Sequence[str]:
    if feed.alarm_minutes is None:
        return ()
    said = ical.text("DESCRIPTION", _("Your shift"))
    return "BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{feed.alarm_minutes}M", said, "END:VALARM"


def _times(entry: Entry) -> tuple[datetime, datetime]:
    """Who comes has times of their own; those who hope for a place look at the shift's."""
    own = entry.sign_up
    if own is not None and own.state in SignUp.ACTIVE:
        return own.starts_at, own.ends_at
    return entry.shift.starts_at, entry.shift.ends_at


def _status(entry: Entry) -> str:
    if entry.shift.state == Shift.State.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if entry.sign_up is None else states.in_calendars(entry.sign_up.state)


def _said(entry: Entry, status: str) -> Iterator[str]:
    """How it stands: of one's own what is not sure yet, of others' how many places are free."""
    if entry.sign_up is not None:
        if status == "TENTATIVE":
            yield _first_large(entry.sign_up.get_state_display())
    elif status == "CONFIRMED":
        free = entry.shift.places - entry.shift.taken
        yield _("%(free)s of %(places)s places free") % {"free": free, "places": entry.shift.places}


def _told(entry: Entry) -> Sequence[str]:
    """The room online, on the calendar of somebody who comes."""
    address = words.online_address(entry.sign_up) if entry.sign_up else ""
    return [address] if address else []


def _first_large(word: str) -> str:
    return f"{word[:1].upper()}{word[1:]}"
