"""The association's page where it asks whether it may publish its own totals of a year."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours.models import MonthFigure
from tenants.context import platform_role
from tenants.models import Association
from umbrella import page_parts
from umbrella.models import Level, PublishedFigure
from umbrella.publishing import services
from web.toasts import toast


class AskForm(forms.Form):
    """What it would publish."""

    with_months = forms.BooleanField(label=gettext_lazy("Month by month, too"), required=False)


@requires("figures.own")
@require_GET
@never_cache
def own_publication(request: TenantRequest) -> HttpResponse:
    """Whether it may publish a year, and how to ask."""
    years = _years()
    wanted = request.GET.get("year", "")
    if not years:
        return render(request, "umbrella/publishing/own.html", _page(years))
    year = int(wanted) if len(wanted) == 4 and wanted.isascii() and wanted.isdecimal() else years[0]
    if (wanted and str(year) != wanted) or year not in years:
        raise Http404
    asked = services.current(year=year)
    answer = services.answer_of(publication=asked) if asked is not None else ""
    context = {
        **_page(years),
        "year": year,
        "year_tabs": page_parts.year_tabs(years, year),
        "is_public": _is_public(request.association, year),
        "asked": asked,
        "answer": answer,
        "form": AskForm(initial={"with_months": asked.with_months if asked is not None else False}),
    }
    return render(request, "umbrella/publishing/own.html", context)


@requires("figures.own")
@require_POST
def own_publication_ask(request: TenantRequest, year: int) -> HttpResponse:
    """Ask; the answer comes by itself."""
    _there(year)
    form = AskForm(request.POST)
    services.ask(year=year, with_months=form.is_valid() and form.cleaned_data["with_months"])
    toast(request, _("The question is sent. The answer comes here within some minutes."))
    return _back(request, year)


@requires("figures.own")
@require_POST
def own_publication_take_back(request: TenantRequest, year: int) -> HttpResponse:
    """It does not publish after all."""
    _there(year)
    services.take_back(year=year)
    toast(request, _("Noted: you do not publish the figures of %(year)s yourselves.") % {"year": year})
    return _back(request, year)


def _page(years: tuple[int, ...]) -> dict[str, object]:
    return {"section": "beside-federation", "nav_key": "beside-federation", "years": years}


def _back(request: TenantRequest, year: int) -> HttpResponse:
    return redirect(f"{reverse('own-publication', urlconf=request.urlconf)}?year={year}")


def _years() -> tuple[int, ...]:
    """Those with figures of its own, the newest first."""
    return tuple(MonthFigure.objects.order_by("-year").values_list("year", flat=True).distinct())


def _there(year: int) -> None:
    if year not in _years():
        raise Http404


def _is_public(association: Association, year: int) -> bool:
    """Whether some federation shows its year and all that it tells of its months."""
    with platform_role():
        rows = PublishedFigure.objects.filter(level=Level.ASSOCIATION, association=association, year=year)
        told = list(rows.values_list("umbrella", "month", "state"))
    hidden = {umbrella for umbrella, _month, state in told if state == PublishedFigure.State.HIDDEN}
    return any(umbrella not in hidden for umbrella, month, _state in told if month == 0)
