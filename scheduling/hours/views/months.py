"""The coordinator's page of months: how far the year is, and closing."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import selectors, split
from scheduling.hours.services import months as verbs
from tenants import clock
from web import formats
from web.errors import DomainError
from web.kit import Column, Tab
from web.toasts import toast

COLUMNS = (
    Column(pgettext_lazy("column", "Month")),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
    Column(pgettext_lazy("column", "People"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Waiting"), numeric=True, wide=True),
    Column(pgettext_lazy("column", "Close"), hidden_label=True, wide=True),
)


@requires("months.close")
@require_GET
def months(request: TenantRequest) -> HttpResponse:
    """The months of a year with sums, what waits, and what may be closed."""
    this_year = clock.today(request.association).year
    years = sorted({*selectors.years_with_months(), this_year}, reverse=True)
    wish = request.GET.get("year", "")
    year = int(wish) if wish.isdecimal() and int(wish) in years else this_year
    lines = selectors.year_lines(year, at=clock.now(), zone=ZoneInfo(request.association.timezone))
    tabs = [Tab(str(each), f"?year={each}", current=each == year) for each in years]
    context = {"section": "months", "columns": COLUMNS, "year": lines, "tabs": tabs}
    return render(request, "hours/months.html", context)


@requires("months.close")
@require_http_methods(["GET", "POST"])
def month_close(request: TenantRequest, year: int, month: int) -> HttpResponseBase:
    """Ask, then close a month for good."""
    try:
        first_day = date(year, month, 1)
        split.after(first_day)
    except (ValueError, OverflowError):
        raise Http404 from None  # no calendar goes so far
    if request.method == "GET":
        context = {
            "section": "months",
            "first_day": first_day,
            "waiting": selectors.left_behind(first_day),
        }
        return render(request, "hours/month_close.html", context)
    try:
        closed = verbs.close_month(first_day=first_day, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _said(first_day, closed.left_behind))
    return redirect(f"{reverse('months')}?year={year}")


def _said(first_day: date, left_behind: int) -> str:
    month = {"month": formats.month(first_day)}
    if not left_behind:
        return _("%(month)s is closed.") % month
    said = ngettext(
        "%(month)s is closed. %(count)s entry was not approved and does not count.",
        "%(month)s is closed. %(count)s entries were not approved and do not count.",
        left_behind,
    )
    return said % {**month, "count": left_behind}
