"""Adds the demo up again, by the definitions and not by the generator's tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from local.federation.hours import HEADLINE_KINDS, HourRow
from local.federation.local_time import minutes_by_month
from local.federation.story import Story

Cell = dict[str, int]
"""Minutes of each human being."""


def headline(rows: Iterable[HourRow]) -> Iterator[HourRow]:
    """What counts: approved hours of the three headline kinds."""
    return (row for row in rows if row.state == "approved" and row.kind in HEADLINE_KINDS)


def cells(story: Story) -> dict[tuple[str, str, int, int], Cell]:
    """Minutes per association, role, year and month, of each person."""
    found: dict[tuple[str, str, int, int], Cell] = defaultdict(lambda: defaultdict(int))
    for slug, rows in story.hours.items():
        for row in headline(rows):
            key = story.people[slug][row.person].key
            for (year, month), minutes in minutes_by_month(row.starts_at, row.ends_at).items():
                found[slug, row.role, year, month][key] += minutes
    for slug, shifts in story.shifts.items():
        for shift in shifts:
            if not shift.approved:
                continue
            for sign_up in shift.sign_ups:
                if sign_up.state == "attended":
                    key = story.people[slug][sign_up.person].key
                    for (year, month), minutes in minutes_by_month(shift.starts_at, shift.ends_at).items():
                        found[slug, shift.role, year, month][key] += minutes
    return found


def together(parts: Iterable[Cell]) -> Cell:
    """Several cells as one: each person once, with all their minutes."""
    whole: Cell = defaultdict(int)
    for part in parts:
        for person, minutes in part.items():
            whole[person] += minutes
    return whole


def people_and_hours(parts: Iterable[Cell]) -> tuple[int, float]:
    """How many people, and how many hours of theirs."""
    whole = together(parts)
    return len(whole), sum(whole.values()) / 60
