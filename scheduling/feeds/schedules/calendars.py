"""Reading iCalendar files: what stands in them is counted before it is parsed, and rules end.

A rule is followed on the clock on the wall of its own zone, for two years at most. What cannot be read is a
problem of its own event; the others are read.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from dateutil import rrule
from django.utils.translation import gettext as _
from icalendar import Calendar, vDDDLists, vRecur
from icalendar.error import BrokenCalendarProperty

from scheduling.feeds.schedules import refusals
from scheduling.feeds.schedules.items import (
    AHEAD,
    DESCRIPTION,
    LONGEST,
    MOST_SHIFTS,
    TITLE,
    Found,
    Item,
    Problem,
    identifier,
    of_content,
)
from web import formats

MOST_EVENTS, MOST_RULES, MOST_OF_A_RULE = 2_000, 200, 520
# A rule that began longer ago is not followed from its beginning.
OLDEST = timedelta(days=3_653)
KNOWN_PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
LONGEST_RULE = 300
DEEPEST = 4
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class _Wrong(Exception):
    """An event that cannot become a shift; says why."""


def is_calendar(content: bytes) -> bool:
    """Whether the file says of itself that it is one."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def read(content: bytes, *, zone: tzinfo, now: datetime) -> Found:
    """All events that lie ahead, repeating ones one by one.

    Raises NotACalendar, TooManyEvents, TooManyRules or TooManyShifts.
    """
    _look_over(content)
    try:
        calendars: list[Any] = list(Calendar.from_ical(content, multiple=True))
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except Exception as error:  # the parser says in a dozen ways that a file is broken
        raise refusals.NotACalendar from error
    if not calendars:
        raise refusals.NotACalendar
    _count(len(events), sum("RRULE" in event for event in events))
    found = Found()
    items: dict[str, Item] = {}
    # What changes one occurrence comes after the rule that makes it.
    for event in sorted(events, key=lambda each: "RECURRENCE-ID" in each):
        try:
            items |= {item.uid: item for item in list(_items(event, zone=zone, now=now))}
        except _Wrong as wrong:
            found.problems.append(Problem(_called(event), str(wrong)))
        if len(items) > MOST_SHIFTS:
            raise refusals.TooManyShifts(most=MOST_SHIFTS)
    found.items = sorted(items.values(), key=lambda item: (item.starts_at, item.uid))
    return found


def _look_over(content: bytes) -> None:
    """By its lines alone, before anything is made of them."""
    depth = events = 0
    for line in content.splitlines():
        start = line[:16].upper()
        if start.startswith(b"BEGIN:"):
            depth += 1
            events += start.startswith(b"BEGIN:VEVENT")
            if depth > DEEPEST:
                raise refusals.NotACalendar
        elif start.startswith(b"END:"):
            depth -= 1
    _count(events, 0)


def _count(events: int, rules: int) -> None:
    if events > MOST_EVENTS:
        raise refusals.TooManyEvents(count=events, most=MOST_EVENTS)
    if rules > MOST_RULES:
        raise refusals.TooManyRules(count=rules, most=MOST_RULES)


def _called(event: Any) -> str:
    title = _text(event, "SUMMARY", TITLE)
    start = _dt(event.get("DTSTART"))
    return " · ".join(
        part for part in (title, formats.day(start, year=True) if isinstance(start, date) else "") if part
    ) or _("An event")


def _dt(prop: Any) -> Any:
    """What a property says of time; None for one that is not there, or is broken."""
    try:
        return getattr(prop, "dt", None)
    except BrokenCalendarProperty:
        return None


def _text(event: Any, name: str, most: int) -> str:
    value = event.get(name)
    if isinstance(value, list):
        value = value[0]
    return _CONTROL.sub("", str(value if value is not None else "")).strip()[:most]


def _items(event: Any, *, zone: tzinfo, now: datetime) -> Iterator[Item]:
    starts = _moment(event, "DTSTART", zone)
    ends = _end(event, starts, zone)
    if ends <= starts:
        raise _Wrong(_("It ends before it starts."))
    if ends - starts > LONGEST:
        raise _Wrong(_("It is longer than two days. A shift is at most 48 hours long."))
    uid = _text(event, "UID", 10_000)
    title = _text(event, "SUMMARY", TITLE)
    what = {
        "title": title,
        "description": _text(event, "DESCRIPTION", DESCRIPTION),
        "cancelled": _text(event, "STATUS", 20).upper() == "CANCELLED",
    }
    if "RECURRENCE-ID" in event:
        uid = _of_rule(uid, _moment(event, "RECURRENCE-ID", zone))
    elif "RRULE" in event or "RDATE" in event:
        yield from _repeated(event, uid, starts, ends, what, now=now, zone=zone)
        return
    if starts > now + AHEAD:
        raise _Wrong(_("It is more than two years ahead."))
    if ends > now:
        yield _item(identifier(uid) if uid else of_content(starts, title), starts, ends, what)


def _item(uid: str, starts: datetime, ends: datetime, what: dict[str, Any]) -> Item:
    return Item(
        uid=uid,
        starts_at=starts.astimezone(UTC).replace(second=0, microsecond=0),
        ends_at=ends.astimezone(UTC).replace(second=0, microsecond=0),
        **what,
    )


def _of_rule(uid: str, start: datetime) -> str:
    return identifier(f"{uid}#{start.astimezone(UTC):%Y%m%dT%H%M%SZ}")


def _moment(event: Any, name: str, zone: tzinfo) -> datetime:
    prop = event.get(name)
    value = _dt(prop)
    if value is None:
        raise _Wrong(_("It does not say when it starts, or not so that it can be read."))
    return _with_time(value, prop, zone)


def _with_time(value: Any, prop: Any, zone: tzinfo) -> datetime:
    """A moment with a zone; what has none means the association's clocks."""
    if not isinstance(value, datetime):
        raise _Wrong(_("It takes a whole day. A shift needs a time at which it starts and ends."))
    if value.tzinfo is not None:
        return value
    if "TZID" in getattr(prop, "params", {}):
        raise _Wrong(_("Its time zone is not known. Export it with the zone Europe/Helsinki."))
    return value.replace(tzinfo=zone)


def _end(event: Any, starts: datetime, zone: tzinfo) -> datetime:
    if "DTEND" in event:
        return _moment(event, "DTEND", zone)
    length = _dt(event.get("DURATION"))
    if not isinstance(length, timedelta):
        raise _Wrong(_("It does not say when it ends."))
    return starts + length


def _repeated(
    event: Any,
    uid: str,
    starts: datetime,
    ends: datetime,
    what: dict[str, Any],
    *,
    now: datetime,
    zone: tzinfo,
) -> Iterator[Item]:
    """Each of them ahead. What the source has taken out is one that is cancelled."""
    own = starts.tzinfo or zone
    first, length = starts.replace(tzinfo=None), ends.astimezone(own).replace(tzinfo=None)
    lasts = length - first
    walls = {first, *_by_rule(event, first, own, now)}
    walls.update(_days(event, "RDATE", own, zone))
    taken_out = _days(event, "EXDATE", own, zone)
    ahead = 0
    for wall in sorted(walls):
        begin, end = wall.replace(tzinfo=own), (wall + lasts).replace(tzinfo=own)
        if end.astimezone(UTC) <= now or begin.astimezone(UTC) > now + AHEAD or end <= begin:
            continue
        ahead += 1
        if ahead > MOST_OF_A_RULE:
            raise _Wrong(
                _("It repeats more than %(most)s times. Give it an earlier end.") % {"most": MOST_OF_A_RULE}
            )
        off = {"cancelled": True} if wall in taken_out else {}
        yield _item(_of_rule(uid or what["title"], begin), begin, end, what | off)


def _by_rule(event: Any, first: datetime, own: tzinfo, now: datetime) -> Iterator[datetime]:
    rule = event.get("RRULE")
    if rule is None:
        return
    if not isinstance(rule, vRecur):
        raise _Wrong(_("How it repeats cannot be read."))
    parts = {name.upper(): value for name, value in rule.items()}
    until, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    if not until and not count:
        raise _Wrong(_("It repeats without an end. Give it an end in your calendar, and export again."))
    if first.replace(tzinfo=own).astimezone(UTC) < now - OLDEST:
        raise _Wrong(_("It began more than ten years ago. Make it anew in your calendar, and export again."))
    last = (now + AHEAD).astimezone(own).replace(tzinfo=None)
    if until:
        last = min(last, _wall_end(until[0], own, first))
    most = int(count[0]) if count else None
    for number, wall in enumerate(_followed(parts, first, last)):
        if most is not None and number >= most:
            return
        yield wall


def _followed(parts: dict[str, Any], first: datetime, last: datetime) -> Iterable[datetime]:
    text = ";".join(f"{name}={','.join(str(each) for each in value)}" for name, value in parts.items())
    known = parts.keys() <= KNOWN_PARTS and len(text) <= LONGEST_RULE
    every = parts.get("INTERVAL", [1])[0]
    if not known or every < 1 or str(parts.get("FREQ", [""])[0]).upper() not in FREQUENCIES:
        raise _Wrong(_("It repeats in a way that is not read here. Make its days single events."))
    try:
        rule: Any = rrule.rrulestr(text, dtstart=first)
        followed: Iterable[datetime] = rule.replace(until=last)
    except (ValueError, TypeError) as error:
        raise _Wrong(_("How it repeats cannot be read.")) from error
    return followed


def _wall_end(until: Any, own: tzinfo, first: datetime) -> datetime:
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max) if isinstance(until, date) else first
    return (until.astimezone(own) if until.tzinfo else until).replace(tzinfo=None)


def _days(event: Any, name: str, own: tzinfo, zone: tzinfo) -> set[datetime]:
    """The moments of a list, on the clock on the wall of the rule."""
    found = event.get(name)
    every = found if isinstance(found, list) else [found] if found is not None else []
    walls = set()
    for prop in every:
        if not isinstance(prop, vDDDLists):
            raise _Wrong(_("How it repeats cannot be read."))
        for each in prop.dts:
            walls.add(_with_time(each.dt, prop, zone).astimezone(own).replace(tzinfo=None))
    return walls
