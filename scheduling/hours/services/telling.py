"""When those outside hear of corrections: never of one person's alone.

A closed month is told as it closed. Corrections of a year are told together, once at least five people's
hours were concerned, or when the year is frozen: else two releases would tell somebody's hours.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from scheduling.hours import selectors, split
from scheduling.hours.models import HoursEntry, HoursTally, Month, Year
from scheduling.hours.services import months

FEWEST = 5
Corrected = TypeVar("Corrected", HoursEntry, HoursTally)


def last_told(*, first_days: Iterable[date]) -> dict[date, int | None]:
    """For each month the key of the last correction that those outside know of, None where they know all."""
    wanted, newest = list(first_days), selectors.last_correction()
    told = dict(
        Year.objects.filter(year__in={day.year for day in wanted}).values_list("year", "told_correction")
    )
    closed = Month.objects.filter(first_day__in=wanted, state=Month.State.CLOSED)
    last = dict(closed.values_list("first_day", "last_correction"))
    known = {day: max(key, told.get(day.year, 0)) for day, key in last.items()}
    return {day: known[day] if known.get(day, newest) < newest else None for day in wanted}


@transaction.atomic
def gather(*, year: int) -> None:
    """Let those outside hear of a year's corrections if there are enough: mark the months concerned."""
    held, heads = _held(HoursEntry, year), _held(HoursTally, year)
    if held.values("person").distinct().count() + _heads_changed(heads, after=_known(year)) < FEWEST:
        return
    concerned = sorted({*_months_of(held, year), *_months_of(heads, year)})
    tell_all(year=year)
    months.mark_changed(first_days=concerned)


def tell_all(*, year: int) -> None:
    """Let those outside hear of all corrections of a year made by now. A step of freezing."""
    Year.objects.update_or_create(year=year, defaults={"told_correction": selectors.last_correction()})


def _known(year: int) -> int:
    """The key of the last correction of a year that was told."""
    return Year.objects.filter(year=year).values_list("told_correction", flat=True).first() or 0


def _heads_changed(rows: Iterable[HoursTally], *, after: int) -> int:
    """By how many heads later corrections change what was told: of one occasion the fewest in any cell.

    Thirty who became thirty-one are one head; thirty who were told under another role are thirty.
    """
    cells: dict[int, Counter[tuple[int, date]]] = defaultdict(Counter)
    for row in rows:
        for key, sign in ((row.correction_id, 1), (row.reversal_id, -1)):
            if key is not None and key > after:
                cells[key][row.role_id, row.first_month] += sign * row.heads
    return sum(min(abs(heads) for heads in each.values()) for each in cells.values())


def _held(of: type[Corrected], year: int) -> QuerySet[Corrected]:
    """Rows that a correction of a closed month of this year added or took back, of which nobody was told."""
    known = _known(year)
    after_closing = Month.objects.filter(
        Q(last_correction__lt=OuterRef("correction")) | Q(last_correction__lt=OuterRef("reversal")),
        state=Month.State.CLOSED,
        first_day__year=year,
        first_day__gte=OuterRef("first_month"),
        first_day__lte=OuterRef("last_month"),
    )
    return of._default_manager.filter(
        Q(correction__gt=known) | Q(reversal__gt=known),
        Exists(after_closing),
        first_month__lte=date(year, 12, 1),
        last_month__gte=date(year, 1, 1),
    )


def _months_of(rows: QuerySet[Corrected], year: int) -> list[date]:
    touched: set[date] = set()
    for first, last in rows.values_list("first_month", "last_month").distinct():
        while first <= last:
            touched.add(first)
            first = split.after(first)
    closed = selectors.closed_months(touched)
    return sorted(day for day in closed if day.year == year)
