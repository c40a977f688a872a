"""The coordinator's pages of a year: how far it is, its versions, freezing, submitting, amending."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import looking_back, sampling, selectors
from scheduling.hours.forms import AmendForm
from scheduling.hours.services import years as verbs
from tenants import clock
from volunteers.register.models import VolunteerRole
from web import formats
from web.errors import DomainError
from web.kit import Column
from web.toasts import toast

MONTH = Column(pgettext_lazy("column", "Month"))
ROLE = Column(pgettext_lazy("column", "Role"))


def _columns(first: Column, *, compared: bool) -> list[Column]:
    """The columns of a version; the first one is compared with nothing."""
    difference = [Column(pgettext_lazy("column", "Difference"), numeric=True)] if compared else []
    return [
        first,
        Column(pgettext_lazy("column", "Hours"), numeric=True),
        *difference,
        Column(pgettext_lazy("column", "People"), numeric=True, wide=True),
    ]


def _seen(request: TenantRequest, year: int) -> looking_back.YearSeen:
    """A year that is over and of which there are months."""
    if year not in selectors.years_with_months() or year >= clock.today(request.association).year:
        raise Http404
    return looking_back.year_seen(year, at=clock.now(), zone=ZoneInfo(request.association.timezone))


@requires("months.close")
@require_GET
def year(request: TenantRequest, year: int) -> HttpResponse:
    """What has become of a year, and what can be decided about it next."""
    return _page(request, _seen(request, year), AmendForm())


def _page(request: TenantRequest, seen: looking_back.YearSeen, form: AmendForm) -> HttpResponse:
    context = {
        "section": "months",
        "nav_key": "months",
        "year": seen,
        "form": form,
        "estimate": sampling.estimate_of(seen.year),
        "back_url": f"{reverse('months')}?year={seen.year}",
    }
    return render(request, "hours/year.html", context, status=422 if form.is_bound else 200)


@requires("months.close")
@require_http_methods(["GET", "POST"])
def year_freeze(request: TenantRequest, year: int) -> HttpResponseBase:
    """Ask, then keep the year as it is."""
    seen = _seen(request, year)
    if request.method == "GET":
        return render(
            request, "hours/year_freeze.html", {"section": "months", "nav_key": "months", "year": seen}
        )
    try:
        verbs.freeze(year=year, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The year %(year)s is frozen.") % {"year": year})
    return redirect("year", year=year)


@requires("months.close")
@require_POST
def year_submit(request: TenantRequest, year: int) -> HttpResponseBase:
    """Note that the latest version went to the funder."""
    _seen(request, year)
    try:
        verbs.submit(year=year, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Noted: the figures of %(year)s were submitted.") % {"year": year})
    return redirect("year", year=year)


@requires("months.close")
@require_POST
def year_amend(request: TenantRequest, year: int) -> HttpResponseBase:
    """Keep a further version after corrections."""
    seen = _seen(request, year)
    form = AmendForm(request.POST)
    if form.is_valid():
        try:
            verbs.amend(year=year, reason=form.cleaned_data["reason"], by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The year %(year)s has a new version.") % {"year": year})
            return redirect("year", year=year)
    return _page(request, seen, form)


@requires("months.close")
@require_GET
def year_version(request: TenantRequest, year: int, number: int) -> HttpResponse:
    """The figures of a version, by month and by role, beside those of the version before it."""
    version = looking_back.version_of(year, number)
    if version is None:
        raise Http404
    names = {role.code: role.name for role in VolunteerRole.objects.all()}
    lines = looking_back.lines(version, by="month")
    context = {
        "section": "months",
        "nav_key": "months",
        "version": version,
        "whole": lines[0],
        "months": [(formats.month(date(year, line.of, 1)).capitalize(), line) for line in lines[1:]],
        "roles": [(names.get(line.of, line.of), line) for line in looking_back.lines(version, by="role")],
        "month_columns": _columns(MONTH, compared=lines[0].more is not None),
        "role_columns": _columns(ROLE, compared=lines[0].more is not None),
    }
    return render(request, "hours/year_version.html", context)
