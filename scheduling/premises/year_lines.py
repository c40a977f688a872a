"""What bookings tell of a year (see `volunteers.register.year_lines`)."""

from collections.abc import Collection

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, In
from django.utils.translation import pgettext

from scheduling.premises.models import BookingFigure
from scheduling.premises.selectors import PremisesYear
from scheduling.premises.services import figures
from volunteers.register.year_lines import Figure, Line, Scope, Teller


def tells(years: Collection[int], scope: Scope) -> dict[int, list[Line]]:
    """One line: organisations, bookings, visits."""
    found = _whole(years) if scope.whole else {year: _part_of(year, scope) for year in years}
    return {year: [_line(each, each.whole)] if each.whole else [] for year, each in found.items()}


def _whole(years: Collection[int]) -> dict[int, PremisesYear]:
    """Years of everything, in one query."""
    found = {year: PremisesYear(year) for year in years}
    rows = BookingFigure.objects.filter(year__in=years, space=None, organisation=None)
    for row in rows:
        if row.month:
            found[row.year].months[row.month] = row
        else:
            found[row.year].whole = row
    return found


def belongs(scope: Scope, path: str = "") -> Q:
    """Who pays for bookings and whose space it is; `path` leads to the booking."""
    span = Q()
    if scope.grant_target is not None:
        paid = Coalesce(f"{path}grant_target", f"{path}space__grant_target")
        span &= Q(Exact(paid, scope.grant_target))
    if scope.units:
        span &= Q(In(Coalesce(f"{path}space__unit", f"{path}equipment__unit"), scope.units))
    return span


def _part_of(number: int, scope: Scope) -> PremisesYear:
    """A year of one grant target or of units, read from the rows that make the figures."""
    span = Q(first_month__year=number) & belongs(scope)
    whole = next((BookingFigure(year=number, month=0, **row) for row in figures.sums(span=span)), None)
    return PremisesYear(number, whole=whole)


def _line(year: PremisesYear, whole: BookingFigure) -> Line:
    months = [year.months.get(number) for number in range(1, 13)] if year.months else []
    return Line(
        code="premises",
        title=pgettext("heading", "Premises"),
        figures=[
            Figure(code="premises_parties", label=pgettext("heading", "Organisations"), value=whole.parties),
            Figure(
                code="premises_bookings",
                label=pgettext("heading", "Bookings"),
                value=whole.bookings,
                months=[month.bookings if month else None for month in months],
            ),
            Figure(
                code="premises_visits",
                label=pgettext("heading", "Visits"),
                value=whole.visits,
                methods=whole.methods,
                months=[month.visits if month else None for month in months],
            ),
        ],
    )


TELLER = Teller(name="premises", order=20, tells=tells)
