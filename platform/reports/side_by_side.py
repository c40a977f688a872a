"""All years that are known, beside each other: recorded here, or known as totals from paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports import year as years
from reports.models import PastYear
from reports.year import Amount
from scheduling.hours.models import MonthFigure


@dataclass(frozen=True)
class KnownYear:
    """Hours and people of a year. `past` is the total from paper, None where the year is recorded here."""

    year: int
    minutes: int
    people: int
    heads: int
    past: PastYear | None


def known_years(recorded: Mapping[int, Amount]) -> list[KnownYear]:
    """The latest first. What is recorded goes before a total.

    A year of which only other things were noted here has no hours, which is not 0 of them.
    """
    found = {
        year: KnownYear(year, amount.minutes, amount.people, amount.heads, None)
        for year, amount in recorded.items()
        if amount.minutes
    }
    for past in PastYear.objects.all():
        found.setdefault(past.year, KnownYear(past.year, past.minutes, past.people, 0, past))
    return [found[year] for year in sorted(found, reverse=True)]


def recorded_years() -> dict[int, Amount]:
    """Volunteering of every year that is recorded."""
    return years.recorded(MonthFigure.objects.filter(month=years.WHOLE_YEAR, role=None))
