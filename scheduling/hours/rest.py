"""Who gave much lately, and in what. Pure: it is told the facts and asks nobody.

Much is not wrong, and no figure says how somebody is. What stands here is a reason to ask them, nothing else:
it orders nobody, stops nobody and is told to nobody but those who coordinate the person, and to themselves.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from django.utils.translation import gettext as _, ngettext

from scheduling.hours import split, unusual
from web import formats

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LATELY = 4 * WEEK
# What is usual for somebody is what they did before that, in so long; less than the second says nothing.
USUAL, USUAL_LEAST = 24 * WEEK, 8 * WEEK
# As much more than usual has to be, for those who do little.
OVER_USUAL = 10 * 60
# A row of days that ended longer ago than this is over: they have rested since.
GOES_ON = 7 * DAY

Stretch = tuple[datetime, datetime]


class Limits(Protocol):
    """From where on it is much; None is not looked at."""

    most_hours: int | None
    most_days: int | None
    most_nights: int | None
    most_weeks: int | None
    times_usual: int | None


class Told(Protocol):
    """Signs as they were found, or as they are kept."""

    @property
    def minutes(self) -> int:
        """Of the last four weeks."""

    @property
    def is_many(self) -> bool:
        """Whether these are too many."""

    @property
    def days(self) -> int | None:
        """So many in a row, where it is over the limit."""

    @property
    def nights(self) -> int | None:
        """The same."""

    @property
    def weeks(self) -> int | None:
        """The same."""

    @property
    def usual_minutes(self) -> int | None:
        """What is usual, where it is much less."""


@dataclass(frozen=True)
class Signs:
    """What was found of one person: minutes of the last four weeks, and what of the rest is over a limit."""

    minutes: int
    is_many: bool = False
    days: int | None = None
    nights: int | None = None
    weeks: int | None = None
    usual_minutes: int | None = None

    @property
    def are_any(self) -> bool:
        """Whether anything is over a limit."""
        return self.is_many or any(
            each is not None for each in (self.days, self.nights, self.weeks, self.usual_minutes)
        )


def looked_back(limits: Limits) -> timedelta:
    """How far back the facts have to go."""
    return max(LATELY + USUAL, ((limits.most_weeks or 0) + 2) * WEEK)


def signs_of(stretches: Iterable[Stretch], *, today: date, limits: Limits, zone: tzinfo) -> Signs:
    """What is much in one person's hours up to today; `stretches` are all of theirs as far as one looks."""
    minutes, nights = _by_day(stretches, zone)
    since = today - LATELY + DAY
    lately = sum(each for day, each in minutes.items() if since <= day <= today)
    days = _longest(set(minutes), step=DAY, since=today - GOES_ON + DAY)
    in_nights = _longest(nights, step=DAY, since=today - GOES_ON)
    mondays = {day - day.weekday() * DAY for day in minutes}
    weeks = _longest(mondays, step=WEEK, since=today - today.weekday() * DAY - WEEK)
    usual = _usual(minutes, before=since) if limits.times_usual else None
    return Signs(
        minutes=lately,
        is_many=limits.most_hours is not None and lately > limits.most_hours * 60,
        days=_over(days, limits.most_days),
        nights=_over(in_nights, limits.most_nights),
        weeks=_over(weeks, limits.most_weeks),
        usual_minutes=usual if _is_leap(lately, usual, limits.times_usual) else None,
    )


def sentences(told: Told) -> list[str]:
    """What is much, in words."""
    said = []
    if told.is_many:
        said.append(_("%(time)s in the last four weeks") % {"time": formats.duration(told.minutes)})
    if told.usual_minutes is not None:
        said.append(
            _("%(time)s in the last four weeks, when about %(usual)s is usual for them")
            % {"time": formats.duration(told.minutes), "usual": formats.duration(told.usual_minutes)}
        )
    if told.days is not None:
        said.append(
            ngettext("Hours on %(count)s day in a row", "Hours on %(count)s days in a row", told.days)
            % {"count": told.days}
        )
    if told.nights is not None:
        said.append(
            ngettext("Hours in %(count)s night in a row", "Hours in %(count)s nights in a row", told.nights)
            % {"count": told.nights}
        )
    if told.weeks is not None:
        said.append(
            ngettext("No week off in %(count)s week", "No week off in %(count)s weeks", told.weeks)
            % {"count": told.weeks}
        )
    return said


def advice(told: Told) -> str:
    """What could help, by what weighs most."""
    if told.nights is not None:
        return _("Agree on nights of rest in between, or on other times of the day.")
    if told.days is not None:
        return _("Agree on days off in between.")
    if told.usual_minutes is not None:
        return _("Ask whether something has changed, and whether it is for a while only.")
    if told.is_many:
        return _("Ask what somebody else could take over.")
    return _("Suggest a week or two off.")


def _by_day(stretches: Iterable[Stretch], zone: tzinfo) -> tuple[Counter[date], set[date]]:
    """Minutes by local day, and the nights in which there were enough of them."""
    minutes: Counter[date] = Counter()
    nights: set[date] = set()
    for starts_at, ends_at in stretches:
        starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
        wall = (starts.replace(tzinfo=None), ends.replace(tzinfo=None))
        for evening, passed in unusual.nights(*wall):
            if passed >= unusual.NIGHT_LEAST:
                nights.add(evening)
        day, since = starts.date(), starts_at
        while since < ends_at:
            until = min(ends_at, datetime.combine(day + DAY, time(), tzinfo=zone).astimezone(UTC))
            minutes[day] += split.minutes_between(since, until)
            day, since = day + DAY, until
    return minutes, nights


def _longest(found: set[date], *, step: timedelta, since: date) -> int:
    """How many of them follow each other without a gap, of the rows that went on until `since` or later."""
    longest = 0
    for last in found:
        if last < since or last + step in found:
            continue
        first = last
        while first - step in found:
            first -= step
        longest = max(longest, (last - first) // step + 1)
    return longest


def _over(found: int, most: int | None) -> int | None:
    return found if most is not None and found > most else None


def _usual(minutes: Counter[date], *, before: date) -> int | None:
    """Minutes in as long as lately, on average before that; None where too little is known."""
    earlier = {day: each for day, each in minutes.items() if before - USUAL <= day < before}
    if not earlier or (known := before - min(earlier)) < USUAL_LEAST:
        return None
    return round(sum(earlier.values()) * (LATELY / known))


def _is_leap(lately: int, usual: int | None, times: int | None) -> bool:
    return usual is not None and times is not None and lately > max(usual * times, usual + OVER_USUAL)
