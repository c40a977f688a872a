"""How each role's work looks: how long a turn is, on which days and at which hours, and in which months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from local.federation.draws import Draws
from local.federation.local_time import HOLIDAYS, Month, days_of

HOUR = 4
"""Lengths and times of day are counted in quarters of an hour."""

WEEKDAYS = (0, 1, 2, 3, 4)
NO_SUNDAY = (0, 1, 2, 3, 4, 5)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
ALL_YEAR = (10, 10, 10, 10, 10, 9, 8, 9, 10, 10, 10, 10)
NO_JULY = (9, 10, 10, 10, 10, 4, 0, 7, 11, 11, 11, 8)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The work of one role. `loose` turns are as long as they happen to be, others mostly as planned."""

    length: int
    shortest: int
    longest: int
    starts: tuple[int, ...]
    weekdays: tuple[int, ...] = WEEKDAYS
    season: tuple[int, ...] = ALL_YEAR
    loose: bool = False
    days_a_month: int = 0
    holidays_too: bool = False


def _at(*hours: float) -> tuple[int, ...]:
    return tuple(round(hour * HOUR) for hour in hours)


PATTERNS = {
    "asiointikaveri": Pattern(9, 4, 14, _at(9, 9.5, 10, 10.5, 11, 12, 12.5, 13, 13.5, 14, 15), loose=True),
    "kulttuurikaveri": Pattern(
        11,
        6,
        16,
        _at(12, 13, 14, 16.5, 17, 17.5, 18),
        (2, 3, 4, 5, 6),
        (8, 10, 11, 11, 10, 7, 5, 7, 11, 12, 12, 10),
        loose=True,
    ),
    "digikaveri": Pattern(8, 4, 12, _at(13, 17, 18), (0, 1, 3), (10, 11, 11, 10, 9, 5, 3, 7, 11, 12, 11, 8)),
    "taloustsemppari": Pattern(
        7, 4, 10, _at(10, 11, 13, 14, 16, 17), season=(13, 12, 12, 11, 9, 7, 5, 8, 10, 10, 11, 9), loose=True
    ),
    "kriisipuhelin": Pattern(12, 4, 16, _at(18), EVERY_DAY, holidays_too=True),
    "tukihenkilo": Pattern(
        9,
        4,
        14,
        _at(10, 11, 13, 14, 16, 16.5, 17, 17.5, 18),
        EVERY_DAY,
        (10, 10, 11, 11, 11, 9, 7, 9, 11, 11, 11, 9),
        loose=True,
    ),
    "pyoraluotsi": Pattern(
        8, 4, 12, _at(10, 11, 13, 14), NO_SUNDAY, (0, 0, 0, 0, 10, 12, 8, 12, 9, 0, 0, 0), loose=True
    ),
    "olka": Pattern(12, 4, 16, _at(10, 13)),
    "ohjelmarengas": Pattern(
        8, 4, 12, _at(13, 14, 15), NO_SUNDAY, (32, 34, 36, 36, 38, 26, 8, 24, 40, 42, 40, 34)
    ),
    "ruokakassijakelu": Pattern(12, 4, 16, _at(9), (0, 2, 4), (10, 10, 10, 10, 10, 9, 8, 9, 10, 10, 10, 11)),
    "yhteislounas": Pattern(16, 6, 20, _at(10), (1, 3), (10, 10, 10, 10, 10, 7, 5, 8, 10, 10, 10, 9)),
    "kohtaamispaikka": Pattern(12, 4, 16, _at(12), NO_SUNDAY, (10, 10, 10, 10, 10, 8, 7, 9, 10, 10, 10, 10)),
    "ryhmanohjaaja": Pattern(8, 4, 12, _at(10, 13, 17, 18), WEEKDAYS, NO_JULY),
    "tapahtumat": Pattern(
        16,
        4,
        24,
        _at(10, 11, 12),
        (4, 5, 6),
        (6, 8, 9, 10, 16, 8, 5, 12, 16, 12, 12, 11),
        loose=True,
        days_a_month=3,
    ),
    "soppatykki": Pattern(
        16,
        4,
        20,
        _at(11),
        (1, 2, 3, 4),
        (8, 8, 9, 11, 12, 10, 7, 10, 12, 11, 9, 8),
        loose=True,
        days_a_month=3,
    ),
    "neuvontapiste": Pattern(12, 4, 16, _at(10, 13), (0, 1, 3), (11, 11, 11, 10, 10, 7, 6, 8, 11, 11, 11, 9)),
    "linkkihenkilo": Pattern(
        7,
        4,
        10,
        _at(10, 11, 13, 14, 15),
        (0, 1, 2, 3),
        (10, 11, 11, 10, 10, 7, 6, 8, 11, 11, 11, 9),
        loose=True,
    ),
    "arkeen-voimaa": Pattern(10, 10, 10, _at(16.5), (1,)),
    "dialogit": Pattern(12, 12, 12, _at(17), (2,)),
    "hyvinvointitiimi": Pattern(8, 4, 12, _at(17), (0, 1), NO_JULY, days_a_month=1),
    "kielikahvila": Pattern(8, 4, 10, _at(17), (0, 2), NO_JULY),
}


def possible_days(pattern: Pattern, month: Month, draws: Draws, before: date | None = None) -> list[date]:
    """Return the days of a month on which a role could work, in a drawn order."""
    return draws.shuffled(
        [
            day
            for day in days_of(month)
            if day.weekday() in pattern.weekdays
            and (pattern.holidays_too or day not in HOLIDAYS)
            and (before is None or day < before)
        ]
    )


def open_days(pattern: Pattern, month: Month, draws: Draws, before: date | None = None) -> list[date]:
    """Return the days of a month on which a role does work: some roles choose a few of the possible ones."""
    days = possible_days(pattern, month, draws, before)
    return days[: pattern.days_a_month] if pattern.days_a_month else days


def turn_lengths(quarters: int, pattern: Pattern, draws: Draws) -> list[int]:
    """Cut an amount of work into turns of about the usual length, exactly.

    What makes one turn at most is one turn, short as it may be. Raises ValueError where turns have a fixed
    length that does not fit.
    """
    if not quarters:
        return []
    count = max(1, (2 * quarters + pattern.length) // (2 * pattern.length), -(-quarters // pattern.longest))
    if count == 1:
        return [quarters]
    if not count * pattern.shortest <= quarters <= count * pattern.longest:
        raise ValueError(f"{quarters} quarters do not make {count} turns of {pattern.length}")
    lengths = [pattern.length] * count
    off = quarters - sum(lengths)
    at = draws.below(count)
    while off:
        room = max(pattern.shortest - lengths[at], min(pattern.longest - lengths[at], max(-2, min(2, off))))
        lengths[at] += room
        off -= room
        at = (at + 1) % count
    if pattern.loose:
        _loosen(lengths, pattern, draws)
    return lengths


def _loosen(lengths: list[int], pattern: Pattern, draws: Draws) -> None:
    """Make some turns longer by what others are shorter."""
    for _ in range(len(lengths)):
        one, other = draws.below(len(lengths)), draws.below(len(lengths))
        change = draws.between(1, 3)
        if (
            one != other
            and lengths[one] + change <= pattern.longest
            and lengths[other] - change >= pattern.shortest
        ):
            lengths[one] += change
            lengths[other] -= change
