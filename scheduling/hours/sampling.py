"""Years of which only some months are collected: what is known of them, and what it makes of the whole year.

What was counted stays what it is. The estimate stands beside it, says that it is one and what it is based on,
and is never added to anything. Months that are not collected are not 0 but unknown: nobody outside hears of
them, and nobody is asked for them.
"""

from collections.abc import Mapping, Sequence
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
    """What the sample of a year makes of its volunteering, of all roles or of those that `of` leaves."""
    if not (months := months_of(year)):
        return None
    figures = MonthFigure.objects.filter(of or Q(), year=year, month__in=months, measure="volunteer")
    sums = figures.filter(role__isnull=False).order_by().values_list("month").annotate(Sum("minutes"))
    return reckoned(year, months=months, minutes=dict(sums))


def reckoned(year: int, *, months: Sequence[int], minutes: Mapping[int, int]) -> Estimate | None:
    """A sampled year's minutes for all twelve months, out of those of its chosen months by number.

    None where it is collected whole, and as long as one of the chosen months is not over. Each of them stands
    for as many as any other.
    """
    if not months or split.after(date(year, months[-1], 1)) > clock.today(current_association()):
        return None
    known = sum(minutes.get(number, 0) for number in months)
    return Estimate(
        minutes=(known * MONTHS * 2 + len(months)) // (2 * len(months)),
        months=tuple(months),
    )


def uncollected() -> set[date]:
    """First days of all months that nobody collects."""
    return {
        date(year, number, 1)
        for year, months in SampledYear.objects.values_list("year", "months")
        for number in range(1, MONTHS + 1)
        if number not in months
    }
