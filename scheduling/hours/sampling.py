"""Years of which only some months are collected: what is known of them, and what it makes of the whole year.

What was counted stays what it is. The estimate stands beside it, says that it is one and what it is based on,
and is never added to anything. Months that are not collected are not 0 but unknown: nobody outside hears of
them, and nobody is asked for them.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from scheduling.hours import split
from scheduling.hours.models import MonthFigure, SampledYear
from tenants import clock
from tenants.context import current_association
from web import formats

MONTHS = 12


@dataclass(frozen=True)
class Estimate:
    """What a sample makes of a year: minutes, and the months that it is based on."""

    minutes: int
    months: tuple[int, ...]

    @property
    def factor(self) -> str:
        """By what the months' hours were multiplied."""
        times = MONTHS / len(self.months)
        return formats.number(times, decimals=0 if times.is_integer() else 1)

    @property
    def named(self) -> str:
        """The months by name."""
        return ", ".join(month_name(number) for number in self.months)


def month_name(number: int) -> str:
    """A month without its year."""
    return formats.month(date(2024, number, 1), year=False)


def months_of(year: int) -> tuple[int, ...]:
    """The months that are collected of a sampled year; nothing for a year that is collected whole."""
    found = SampledYear.objects.filter(year=year).values_list("months", flat=True).first()
    return tuple(found or ())


def estimate_of(year: int, *, of: Q | None = None) -> Estimate | None:
    """A sampled year's volunteering reckoned for all twelve months; None where it is collected whole, and as
    long as one of its months is not over.

    `of` narrows it to some roles. Each of the chosen months stands for as many as any other.
    """
    months = months_of(year)
    if not months or split.after(date(year, months[-1], 1)) > clock.today(current_association()):
        return None
    figures = MonthFigure.objects.filter(of or Q(), year=year, month__in=months, measure="volunteer")
    minutes = figures.filter(role__isnull=False).aggregate(minutes=Sum("minutes"))["minutes"] or 0
    return Estimate(minutes=(minutes * MONTHS * 2 + len(months)) // (2 * len(months)), months=months)


def uncollected() -> set[date]:
    """First days of all months that nobody collects."""
    return {
        date(year, number, 1)
        for year, months in SampledYear.objects.values_list("year", "months")
        for number in range(1, MONTHS + 1)
        if number not in months
    }
