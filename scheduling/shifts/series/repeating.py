"""From a rule that repeats to the shifts that it makes. Pure.

All times are those of the clock on the wall: five in the afternoon stays five in the afternoon when clocks
change. In the two nights of a year in which a time does not exist or comes twice, nobody is asked about one
date among hundreds: what does not exist becomes the moment to which clocks jump, what comes twice means the
first, and the occurrence says so. So shifts that follow each other still do in such a night.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

from scheduling.shifts.errors import series as errors

MOST = 520
MOST_A_DAY = 6
LONGEST = timedelta(days=731)
WEEK = timedelta(days=7)
LAST = -1
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, order=True)
class Time:
    """A time of day in minutes, and how long it lasts as the clock on the wall shows it."""

    start_minute: int
    minutes: int

    @property
    def start(self) -> time:
        """When it starts."""
        return time(*divmod(self.start_minute, 60))

    @property
    def end(self) -> time:
        """When it ends; past midnight on the day after."""
        return time(*divmod((self.start_minute + self.minutes) % (24 * 60), 60))


@dataclass(frozen=True)
class Rule:
    """On which days something repeats, and at which times of these days."""

    weekdays: tuple[int, ...]
    times: tuple[Time, ...]
    from_on: date
    until_on: date
    # Every so many weeks, or months where `nth` is given.
    every: int = 1
    # Monthly: the first to the fourth such weekday, or the last.
    nth: int | None = None
    holidays: bool = True


class Clocks(Enum):
    """What clocks do at the time of an occurrence."""

    STEADY = "steady"
    SKIPPED = "skipped"
    TWICE = "twice"


@dataclass(frozen=True)
class Occurrence:
    """One shift of a rule: for which day and by which of its times it is, and when that is."""

    day: date
    time: int
    starts_at: datetime
    ends_at: datetime
    clocks: Clocks = Clocks.STEADY


class Why(Enum):
    """Why a day that fits the rule has no shift."""

    HOLIDAY = "holiday"
    PAST = "past"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class LeftOut:
    """A day, or one time of it, that fits the rule and has no shift."""

    day: date
    why: Why
    holiday: str = ""
    time: int | None = None


@dataclass(frozen=True)
class Dates:
    """What a rule comes to, in order of time."""

    occurrences: Sequence[Occurrence]
    left_out: Sequence[LeftOut] = field(default=())


def require_sound(rule: Rule, *, since: date | None = None) -> None:
    """Raises NoWeekday, EndsBeforeItStarts, SeriesTooLong, or SameTimeTwice."""
    if not rule.weekdays:
        raise errors.NoWeekday
    first = max(rule.from_on, since or rule.from_on)
    if rule.until_on < first:
        raise errors.EndsBeforeItStarts
    if rule.until_on - first > LONGEST:
        raise errors.SeriesTooLong
    if len(set(rule.times)) < len(rule.times):
        raise errors.SameTimeTwice


def dates(
    rule: Rule,
    *,
    zone: tzinfo,
    holidays: Mapping[date, str],
    now: datetime,
    since: date | None = None,
) -> Dates:
    """The shifts of a rule that are ahead, from the day `since` on if it is given, and what is left out.

    Raises what `require_sound` does, TooManyShifts, or NoShifts.
    """
    require_sound(rule, since=since)
    found: list[Occurrence] = []
    left_out: list[LeftOut] = []
    for day in days(rule):
        if since is not None and day < since:
            continue
        if day in holidays and not rule.holidays:
            left_out.append(LeftOut(day, Why.HOLIDAY, holidays[day]))
            continue
        for number, at in enumerate(rule.times):
            one = occurrence(day, number, at, zone=zone)
            if one is None:
                left_out.append(LeftOut(day, Why.SKIPPED, time=number))
            elif one.starts_at <= now:
                left_out.append(LeftOut(day, Why.PAST, time=number))
            else:
                found.append(one)
    if len(found) > MOST:
        raise errors.TooManyShifts(count=len(found), most=MOST)
    if not found:
        raise errors.NoShifts
    found.sort(key=lambda one: (one.starts_at, one.time))
    return Dates(found, left_out)


def days(rule: Rule) -> Iterator[date]:
    """The days that fit the rule, in order. Every second week counts from the week of the first of them."""
    return _monthly(rule) if rule.nth else _weekly(rule)


def _weekly(rule: Rule) -> Iterator[date]:
    weekdays = sorted(set(rule.weekdays))
    if not weekdays:
        return
    ahead = min((weekday - rule.from_on.weekday()) % 7 for weekday in weekdays)
    first = rule.from_on + timedelta(days=ahead)
    monday = first - timedelta(days=first.weekday())
    while monday <= rule.until_on:
        for weekday in weekdays:
            day = monday + timedelta(days=weekday)
            if rule.from_on <= day <= rule.until_on:
                yield day
        monday += WEEK * rule.every


def _monthly(rule: Rule) -> Iterator[date]:
    month = rule.from_on.replace(day=1)
    begun = False
    while month <= rule.until_on:
        fitting = sorted(
            day
            for weekday in set(rule.weekdays)
            if rule.from_on <= (day := nth_weekday(month, weekday, rule.nth or LAST))
        )
        yield from (day for day in fitting if day <= rule.until_on)
        begun = begun or bool(fitting)
        for _each in range(rule.every if begun else 1):
            month = _next_month(month)


def nth_weekday(month: date, weekday: int, nth: int) -> date:
    """The first to fourth such day of the week in the month of a day, or the last of them."""
    if nth == LAST:
        last = _next_month(month) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = month.replace(day=1)
    return first + timedelta(days=(weekday - first.weekday()) % 7) + WEEK * (nth - 1)


def _next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def occurrence(day: date, number: int, at: Time, *, zone: tzinfo) -> Occurrence | None:
    """The shift of a day at one time of it; nothing if the change of clocks skips it whole."""
    starts_at, at_start = _instant(day, at.start_minute, zone=zone)
    ends_at, at_end = _instant(day, at.start_minute + at.minutes, zone=zone)
    if ends_at <= starts_at:
        return None
    clocks = at_start if at_start is not Clocks.STEADY else at_end
    return Occurrence(day, number, starts_at, ends_at, clocks)


def _instant(day: date, minute: int, *, zone: tzinfo) -> tuple[datetime, Clocks]:
    wall = datetime.combine(day, time()) + MINUTE * minute
    clocks = Clocks.STEADY
    while _exists_not(wall, zone):
        clocks = Clocks.SKIPPED
        wall += MINUTE
    first = wall.replace(tzinfo=zone)
    if clocks is Clocks.STEADY and first.utcoffset() != first.replace(fold=1).utcoffset():
        clocks = Clocks.TWICE
    return first.astimezone(UTC), clocks


def _exists_not(wall: datetime, zone: tzinfo) -> bool:
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall
