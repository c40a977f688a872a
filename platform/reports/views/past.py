"""Totals of years from before: all years beside each other, noting one, taking one away."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from reports.forms import PastYearForm
from reports.services import past as verbs
from reports.side_by_side import known_years, recorded_years
from web.errors import DomainError
from web.kit import Column
from web.toasts import toast


@requires("reports.manage")
@require_http_methods(["GET", "POST"])
def past_years(request: TenantRequest) -> HttpResponseBase:
    """All years that are known, and a form for one from before."""
    form = PastYearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            noted = verbs.note_year(**form.cleaned_data, by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The total of %(year)s is noted.") % {"year": noted.year})
            return redirect("past-years")
    context = {
        "section": "own-figures",
        "nav_key": "own-figures",
        "form": form,
        "years": known_years(recorded_years()),
        "columns": columns(),
    }
    return render(request, "reports/past_years.html", context, status=422 if form.errors else 200)


def columns(*, narrow: bool = False) -> list[Column]:
    """Of a table of years. A narrow one says beneath the year how it is known."""
    found = [
        Column(pgettext("column", "Year")),
        Column(pgettext("column", "Hours"), numeric=True),
        Column(pgettext("column", "People"), numeric=True),
    ]
    return found if narrow else [*found, Column(pgettext("column", "How it is known"), wide=True)]


@requires("reports.manage")
@require_POST
def past_year_forget(request: TenantRequest, year: int) -> HttpResponse:
    """Take a total away."""
    verbs.forget_year(year=year, by=request.actor)
    toast(request, _("The total of %(year)s was taken away.") % {"year": year})
    return redirect("past-years")
