"""Opening hours: read from what somebody typed, said in words, and asked whether a time lies within. Pure.

A week is stretches of (weekday, from minute, to minute) in local time, Monday 0; a day without any is closed,
and a week without any is not known.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from django.utils.translation import pgettext

from volunteers.register.site_errors import ClosesBeforeItOpens, HoursOverlap, HoursUnread
from web import formats

Stretch = tuple[int, int, int]
Part = tuple[int, int]
DAY = 24 * 60
# More than this in a day is no opening hours.
MOST_A_DAY = 6

_TIME = r"(\d{1,2})(?:[.:](\d{2}))?"
_PART = re.compile(rf"\s*{_TIME}\s*[-–—]\s*{_TIME}\s*")


def read_day(text: str) -> list[Part]:
    """What is typed for a day: `9–12, 13–17.30`. Raises HoursUnread, ClosesBeforeItOpens or HoursOverlap."""
    pieces = [piece for piece in re.split(r"[,;]", text) if piece.strip()]
    if len(pieces) > MOST_A_DAY:
        raise HoursUnread
    return sound_day(_read(piece) for piece in pieces)


def _read(piece: str) -> Part:
    found = _PART.fullmatch(piece)
    if found is None:
        raise HoursUnread
    start_hour, start_minute, end_hour, end_minute = (int(each or 0) for each in found.groups())
    if max(start_minute, end_minute) > 59 or max(start_hour, end_hour) > 24:
        raise HoursUnread
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if end > DAY:
        raise HoursUnread
    return start, end


def sound_day(parts: Iterable[Part]) -> list[Part]:
    """The parts of a day in order. Raises ClosesBeforeItOpens or HoursOverlap."""
    ordered = sorted(set(parts))
    for start, end in ordered:
        if end <= start:
            raise ClosesBeforeItOpens(hours=_said((start, end)))
    for one, other in pairwise(ordered):
        if other[0] < one[1]:
            raise HoursOverlap(hours=f"{_said(one)}, {_said(other)}")
    return ordered


def typed(parts: Iterable[Part]) -> str:
    """The parts of a day as they are typed."""
    return ", ".join(_said(part) for part in sorted(parts))


def _said(part: Part) -> str:
    return "–".join(clock(minute) for minute in part)


def clock(minute: int) -> str:
    """A minute of the day: `9`, `17.30`, `24`."""
    hours, minutes = divmod(minute, 60)
    mark = ":" if formats.language() == "en" else "."
    return f"{hours}{mark}{minutes:02}" if minutes else str(hours)


def by_day(stretches: Iterable[Stretch]) -> dict[int, list[Part]]:
    """The parts of each weekday that has any, in order."""
    days: dict[int, list[Part]] = defaultdict(list)
    for weekday, start, end in sorted(stretches):
        days[weekday].append((start, end))
    return dict(days)


def week_in_words(stretches: Sequence[Stretch]) -> list[tuple[str, str]]:
    """Days that follow each other with the same hours on one line: `("Mon–Fri", "9–16")`."""
    if not stretches:
        return []
    days = by_day(stretches)
    lines = [(weekday, day_in_words(days.get(weekday, ()))) for weekday in range(7)]
    found = []
    for hours, group in groupby(lines, key=lambda line: line[1]):
        weekdays = [weekday for weekday, _hours in group]
        ends = dict.fromkeys((weekdays[0], weekdays[-1]))
        found.append(("–".join(_weekday(each) for each in ends), hours))
    return found


def day_in_words(parts: Iterable[Part]) -> str:
    """`9–12, 13–17`, or that it is closed."""
    return typed(parts) or pgettext("opening hours", "closed")


def _weekday(number: int) -> str:
    return formats.weekday(date(2024, 1, 1) + timedelta(days=number))


def is_open(stretches: Sequence[Stretch], starts: datetime, ends: datetime) -> bool:
    """Whether a place is open for all of a time, given on the clocks on its wall.

    Yes too where nothing is known.
    """
    days = by_day(stretches)
    return not days or all(
        _covered(days.get(day.weekday(), ()), part) for day, part in parts_of(starts, ends)
    )


def parts_of(starts: datetime, ends: datetime) -> list[tuple[date, Part]]:
    """A time by the days in which it lies, in minutes of each."""
    found = []
    day = starts.date()
    while day <= ends.date():
        start = starts.hour * 60 + starts.minute if day == starts.date() else 0
        end = ends.hour * 60 + ends.minute if day == ends.date() else DAY
        if end > start:
            found.append((day, (start, end)))
        day += timedelta(days=1)
    return found


def _covered(parts: Iterable[Part], wanted: Part) -> bool:
    at, end = wanted
    for start, stop in sorted(parts):
        if start <= at < stop:
            at = stop
    return at >= end
