"""The whole demo in one object: `build(seed)` always gives the same one, and `digest` proves it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from local.federation import apart, hours, series, shifts
from local.federation.associations import ASSOCIATIONS
from local.federation.catalogue import DISTRICTS, ROLES, UMBRELLA
from local.federation.hours import HourRow
from local.federation.people import Person, User, make_people, make_users
from local.federation.series import SeriesRow
from local.federation.shifts import ShiftRow
from local.federation.totals import REPORTED_YEARS

SEED = 13632
"""The seed of the demo: Napajoki's hours, as good a number as any."""


@dataclass(frozen=True, slots=True)
class ReportedYear:
    """A year's total that an association had reported on a form."""

    association: str
    year: int
    people: int
    hours: int


@dataclass(frozen=True, slots=True)
class Story:
    """Everything there is in the demo. Hours and shifts are in the order of time.

    `refused` is no part of it: a row that overlaps another one and must be turned away.
    """

    seed: int
    people: Mapping[str, tuple[Person, ...]]
    users: tuple[User, ...]
    hours: Mapping[str, tuple[HourRow, ...]]
    shifts: Mapping[str, tuple[ShiftRow, ...]]
    series: Mapping[str, tuple[SeriesRow, ...]]
    reported_years: tuple[ReportedYear, ...]
    refused: HourRow


@functools.lru_cache(maxsize=2)
def build(seed: int = SEED) -> Story:
    """Make the demo of a seed. What has fixed days comes before what can go around it."""
    people = make_people(seed)
    ledger = hours.open_ledger(seed, people)
    apart.write_apart(ledger)
    hours.write_2024(ledger)
    apart.write_negatives(ledger)
    apart.write_submitted(ledger)
    past = shifts.last_week(ledger)
    hours.write_january_2025(ledger, shifts.attended_quarters(past))
    all_shifts = past + shifts.coming(ledger)
    return Story(
        seed=seed,
        people=people,
        users=make_users(people),
        hours={
            slug: tuple(sorted(rows, key=lambda row: (row.starts_at, row.person, row.ends_at)))
            for slug, rows in ledger.rows.items()
        },
        shifts=shifts.by_association(all_shifts),
        series=series.make_series(people),
        reported_years=tuple(
            ReportedYear(slug, year, people_then, hours_then)
            for slug, years in REPORTED_YEARS.items()
            for year, (people_then, hours_then) in years.items()
        ),
        refused=apart.overlapping_row(ledger),
    )


def digest(story: Story) -> str:
    """Return a fingerprint of all there is in a story, catalogue and associations included."""
    found = hashlib.sha256()
    for shared in (UMBRELLA, *DISTRICTS, *ROLES, *ASSOCIATIONS, *story.users, *story.reported_years):
        found.update(repr(shared).encode())
    for slug in story.people:
        for rows in (story.people[slug], story.hours[slug], story.shifts[slug], story.series[slug]):
            for row in rows:
                found.update(repr(row).encode())
    return found.hexdigest()
