"""All years that are known, beside each other: recorded here, or known as totals from paper."""

from dataclasses import dataclass

from reports.models import PastYear
from scheduling.hours.models import MonthFigure
from scheduling.hours.services.figures import VOLUNTEER


@dataclass(frozen=True)
class KnownYear:
    """Hours and people of a year. `past` is the total from paper, None where the year is recorded here."""

    year: int
    minutes: int
    people: int
    heads: int
    past: PastYear | None


def known_years() -> list[KnownYear]:
    """The latest first. What is recorded goes before a total."""
    recorded = MonthFigure.objects.filter(month=0, measure=VOLUNTEER, role=None)
    found = {row.year: KnownYear(row.year, row.minutes, row.people, row.heads, None) for row in recorded}
    for past in PastYear.objects.all():
        found.setdefault(past.year, KnownYear(past.year, past.minutes, past.people, 0, past))
    return [found[year] for year in sorted(found, reverse=True)]
