"""A year of the house: parties, bookings and visits, by month, by space and by organisation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import selectors as hours
from scheduling.hours.models import Method
from scheduling.premises import selectors
from tenants import clock
from web import formats
from web.kit import Column, Tab

OF_MONTHS = (
    Column(pgettext_lazy("column", "Month")),
    Column(pgettext_lazy("column", "Organisations"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Bookings"), numeric=True),
    Column(pgettext_lazy("column", "Visits"), numeric=True),
)
OF_SPACES = (Column(pgettext_lazy("column", "Space")), *OF_MONTHS[1:])
OF_ORGANISATIONS = (Column(pgettext_lazy("column", "Organisation")), *OF_MONTHS[2:])


@requires("premises.year")
@require_GET
def year(request: TenantRequest) -> HttpResponse:
    """What was held in a year, read from the figures."""
    this_year = clock.today(request.association).year
    known = sorted({*selectors.years(), this_year}, reverse=True)
    wish = request.GET.get("year", "")
    shown = int(wish) if wish.isdecimal() and int(wish) in known else this_year
    found = selectors.year_of(shown)
    closed, _there = hours.closed_of(shown)
    methods = found.whole.methods.items() if found.whole else ()
    context = {
        "section": "premises",
        "tabs": [Tab(str(each), f"?year={each}", current=each == shown) for each in known],
        "year": shown,
        "closed": closed,
        "found": found,
        "methods": ", ".join(
            f"{Method(method).label} {formats.number(number)}" for method, number in sorted(methods)
        ),
        "months": [(formats.month_short(number), row) for number, row in sorted(found.months.items())],
        "of_months": OF_MONTHS,
        "of_spaces": OF_SPACES,
        "of_organisations": OF_ORGANISATIONS,
    }
    return render(request, "premises/year.html", context)
