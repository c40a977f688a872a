"""Figures of what was used: made again from rows for months that changed, never added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from scheduling.premises.models import Booking, BookingCorrection, BookingFigure
from tenants import clock

# Of all, of a space, of an organisation.
SCOPES = ((), ("space",), ("organisation",))


@dataclass
class _Sum:
    """What one figure is made of."""

    bookings: int = 0
    own: int = 0
    uncounted: int = 0
    organisations: set[int] = field(default_factory=set)
    methods: Counter[str] = field(default_factory=Counter)


def make_figures(*, first_days: Iterable[date]) -> None:
    """Make the figures of these months and of their years, one year in a transaction. Again: the same."""
    changed = sorted(set(first_days))
    for year in sorted({first_day.year for first_day in changed}):
        _make_year(year, [first_day for first_day in changed if first_day.year == year])


@transaction.atomic
def _make_year(year: int, changed: list[date]) -> None:
    # One run at a time: an older reading never overwrites a newer one.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE premises_bookingfigure IN SHARE ROW EXCLUSIVE MODE")
    spans = [(0, Q(first_month__year=year)), *((day.month, Q(first_month=day)) for day in changed)]
    BookingFigure.objects.filter(year=year, month__in=[number for number, _span in spans]).delete()
    at = clock.now()
    BookingFigure.objects.bulk_create(
        BookingFigure(year=year, month=number, computed_at=at, **row)
        for number, span in spans
        for row in sums(span=span)
    )


def sums(*, span: Q) -> Iterator[dict[str, Any]]:
    """What was held in a span, each for itself: all of it first, then by space and by organisation."""
    known: dict[tuple[tuple[str, int], ...], _Sum] = {}
    for row in _held(span):
        for scope in SCOPES:
            if any(row[name] is None for name in scope):
                continue
            found = known.setdefault(tuple((f"{name}_id", row[name]) for name in scope), _Sum())
            found.bookings += row["bookings"]
            if row["organisation"] is not None:
                found.organisations.add(row["organisation"])
            if row["own"]:
                found.own += row["bookings"]
            elif row["how"] == "":
                found.uncounted += row["bookings"]
            else:
                found.methods[row["how"]] += row["visits"]
    for key, found in sorted(known.items()):
        yield {
            **dict(key),
            "parties": len(found.organisations),
            "bookings": found.bookings,
            "own": found.own,
            "uncounted": found.uncounted,
            "visits": found.methods.total(),
            "methods": dict(found.methods),
        }


def _held(span: Q) -> QuerySet[Any, Any]:
    """What was held, with the latest number of each, gathered by all that figures tell apart."""
    latest = BookingCorrection.objects.filter(booking=OuterRef("pk")).order_by("-number")
    return (
        Booking.objects.filter(span, state=Booking.State.HELD)
        .annotate(
            came=Coalesce(Subquery(latest.values("attendance")[:1]), F("attendance")),
            how=Coalesce(Subquery(latest.values("method")[:1]), F("method")),
        )
        .values("space", "organisation", "own", "how")
        .annotate(bookings=Count("pk"), visits=Sum("came"))
        .order_by()
    )
