"""What is unusual about hours that wait, and how that is said. Pure: it is told the facts and asks nobody.

Unusual is not wrong: whoever approves looks at these one by one, and at the others together.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from web import formats

A_DAY = 24 * 60
LONG = 10 * 60
# Twice as long as most in the role, and longer by this much at least.
TIMES_USUAL, OVER_USUAL = 2, 60
# Night is from 23 to 6; less than this of it is an evening that went on.
NIGHT_FROM, NIGHT_TO, NIGHT_LEAST = time(23), time(6), 60
# So far from the shift's times nobody asks.
NEAR = timedelta(minutes=60)


class Reason(StrEnum):
    """Why somebody should look, in the order in which it is said."""

    OVER_A_DAY = "over_a_day"
    LONG = "long"
    LONGER = "longer"
    NIGHT = "night"
    FAR = "far"
    AWAY = "away"
    ON_BREAK = "on_break"
    NO_ROLE = "no_role"
    SECOND = "second"


class Usual(NamedTuple):
    """What the approved hours of a role were like lately: half of them were at most so long."""

    minutes: int
    has_nights: bool


class Facts(NamedTuple):
    """Hours that wait and what is known around them; times as clocks on the wall showed them, without zone.

    `usual` is None where too little is known of the role, `planned` where no shift says when it was.
    """

    starts: datetime
    ends: datetime
    minutes: int
    usual: Usual | None = None
    planned: tuple[datetime, datetime] | None = None
    has_role: bool = True
    is_away: bool = False
    is_on_break: bool = False
    is_second: bool = False


def reasons_of(facts: Facts) -> tuple[Reason, ...]:
    """Everything that is unusual, not only the first; nothing for what may be approved unseen."""
    minutes, usual = facts.minutes, facts.usual
    found = []
    if minutes > LONG:
        found.append(Reason.OVER_A_DAY if minutes > A_DAY else Reason.LONG)
    if usual is not None and _is_longer(minutes, usual.minutes):
        found.append(Reason.LONGER)
    if usual is not None and not usual.has_nights and _is_night(facts.starts, facts.ends):
        found.append(Reason.NIGHT)
    if facts.planned is not None and _is_far(facts, *facts.planned):
        found.append(Reason.FAR)
    if facts.is_away:
        found.append(Reason.AWAY)
    if facts.is_on_break:
        found.append(Reason.ON_BREAK)
    if not facts.has_role:
        found.append(Reason.NO_ROLE)
    if facts.is_second:
        found.append(Reason.SECOND)
    return tuple(found)


def night_minutes(starts: datetime, ends: datetime) -> int:
    """Minutes between 23 and 6 by the clocks on the wall."""
    return sum(minutes for _evening, minutes in nights(starts, ends))


def nights(starts: datetime, ends: datetime) -> Iterator[tuple[date, int]]:
    """The nights that a stretch touches, by the day on whose evening they begin, and its minutes in each."""
    day = starts.date() - timedelta(days=1)
    while day <= ends.date():
        since = datetime.combine(day, NIGHT_FROM)
        until = datetime.combine(day + timedelta(days=1), NIGHT_TO)
        if (passed := min(ends, until) - max(starts, since)) > timedelta():
            yield day, int(passed / timedelta(minutes=1))
        day += timedelta(days=1)


def _is_longer(minutes: int, usual: int) -> bool:
    return minutes > max(usual * TIMES_USUAL, usual + OVER_USUAL)


def _is_night(starts: datetime, ends: datetime) -> bool:
    # Most hours are of one day between six and eleven: these need no reckoning.
    if starts.hour >= NIGHT_TO.hour and ends.date() == starts.date() and ends.hour < NIGHT_FROM.hour:
        return False
    return night_minutes(starts, ends) >= NIGHT_LEAST


def _is_far(facts: Facts, starts: datetime, ends: datetime) -> bool:
    return abs(facts.starts - starts) > NEAR or abs(facts.ends - ends) > NEAR


def sentence(reason: Reason, facts: Facts) -> str:
    """The reason in words, for whoever approves."""
    if reason == Reason.LONGER and facts.usual is not None:
        usual = formats.duration(facts.usual.minutes)
        return _("Longer than usual in this role, where most are about %(time)s") % {"time": usual}
    if reason == Reason.FAR and facts.planned is not None:
        starts, ends = facts.planned
        return _("Far from the times of the shift, %(start)s–%(end)s") % {
            "start": formats.time_of_day(starts.time()),
            "end": formats.time_of_day(ends.time()),
        }
    return {
        Reason.OVER_A_DAY: _("More than 24 hours in one entry"),
        Reason.LONG: _("More than 10 hours in one entry"),
        Reason.NIGHT: _("At night, when this role has not been done lately"),
        Reason.AWAY: _("On a day on which the person was away"),
        Reason.ON_BREAK: _("The person is on a break since before that"),
        Reason.NO_ROLE: _("The person did not have this role on that day"),
        Reason.SECOND: _("Other hours in the same role on the same day"),
    }[reason]
