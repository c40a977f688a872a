"""What becomes of the shifts of a series when its rule changes. Pure.

A shift belongs to the day for which its rule made it, whatever has become of it since. So each shift finds
the day of the new rule that it is for now: the same day where there is one, else the next that is left of
its week (or its month, where the rule goes by months). What was changed or cancelled by itself keeps its
place in that order, and never comes back as a second one.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.shifts.series.repeating import Occurrence


@dataclass(frozen=True)
class Made:
    """A shift that a rule has made: for which day, and by which of the times of the new rule (None: gone)."""

    key: int
    day: date
    time: int | None


@dataclass(frozen=True)
class Rewriting:
    """Which shift is which from now on, which are called off, and which are made."""

    kept: dict[int, Occurrence]
    gone: Sequence[int]
    made: Sequence[Occurrence]


def rewritten(old: Iterable[Made], new: Sequence[Occurrence], *, monthly: bool) -> Rewriting:
    """Give each shift its new day and time, nearest to what it was."""
    kept: dict[int, Occurrence] = {}
    gone: list[int] = []
    free = {(one.day, one.time): one for one in new}
    moving: dict[Hashable, list[Made]] = defaultdict(list)
    for each in sorted(old, key=lambda each: (each.day, each.key)):
        if each.time is None:
            gone.append(each.key)
        elif (same := free.pop((each.day, each.time), None)) is not None:
            kept[each.key] = same
        else:
            moving[_stretch(each.day, monthly), each.time].append(each)
    left: dict[Hashable, list[Occurrence]] = defaultdict(list)
    for one in sorted(free.values(), key=lambda one: (one.day, one.time)):
        left[_stretch(one.day, monthly), one.time].append(one)
    for where, these in moving.items():
        targets = left[where]
        for each in these:
            if targets:
                kept[each.key] = free.pop((targets[0].day, targets[0].time))
                targets.pop(0)
            else:
                gone.append(each.key)
    made = sorted(free.values(), key=lambda one: (one.starts_at, one.time))
    return Rewriting(kept, gone, made)


def _stretch(day: date, monthly: bool) -> tuple[int, int]:
    if monthly:
        return day.year, day.month
    year, week, _weekday = day.isocalendar()
    return year, week
