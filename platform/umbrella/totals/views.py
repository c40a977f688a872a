"""Totals by link: the administrator's page of a year, and the page of whoever has a link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import public_page, requires
from tenants import clock
from umbrella.totals import links, services
from umbrella.totals.forms import TotalsForm
from umbrella.totals.models import TotalsLink
from web import formats
from web.errors import DomainError
from web.kit import Column, Pages, Tab
from web.limits import limited
from web.toasts import toast

SHOWN = 50
View = Callable[..., HttpResponseBase]


# --- the administrator -----------------------------------------------------------------------------------


@requires("years.decide")
@require_GET
@never_cache
def year_totals(request: UmbrellaRequest, year: int) -> HttpResponse:
    """Who keeps no hours of a year here: a link for each, and who has answered."""
    _require_year(request, year)
    return render(request, "umbrella/totals/year.html", _year_page(request, year))


def _year_page(request: UmbrellaRequest, year: int) -> dict[str, Any]:
    pages = Paginator(services.asked_of(umbrella=request.umbrella, year=year), SHOWN)
    page = pages.get_page(request.GET.get("page"))
    living = {
        link.association_id: link
        for link in TotalsLink.objects.filter(
            umbrella=request.umbrella, year=year, withdrawn_at__isnull=True, association__in=list(page)
        )
    }
    this_year = clock.today(request.umbrella).year
    return {
        "section": "years",
        "year": year,
        "year_tabs": [
            Tab(str(each), _address(request, each), current=each == year)
            for each in range(this_year - 1, this_year - services.BACK - 1, -1)
        ],
        "lines": [(each, living.get(each.pk)) for each in page],
        "frozen": services.is_frozen(umbrella_id=request.umbrella.pk, year=year),
        "pages": Pages.of(number=page.number, size=SHOWN, total=pages.count),
        "columns": [Column(_("Association")), Column(_("Link")), Column(pgettext("column", "State"))],
    }


def _require_year(request: UmbrellaRequest, year: int) -> None:
    this_year = clock.today(request.umbrella).year
    if not this_year - services.BACK <= year < this_year:
        raise Http404


@requires("years.decide")
@require_POST
@never_cache
def year_totals_make(request: UmbrellaRequest, year: int, slug: str) -> HttpResponseBase:
    """Make a link, or another in its place, and show it this once."""
    _require_year(request, year)
    found = services.asked_of(umbrella=request.umbrella, year=year).filter(slug=slug).first()
    if found is None:
        raise Http404
    try:
        _link, token = services.make(
            umbrella=request.umbrella, association=found, year=year, by=request.actor
        )
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return _back(request, year)
    made = {"made_for": found.name, "made_link": links.address(request.umbrella, token)}
    return render(request, "umbrella/totals/year.html", {**_year_page(request, year), **made})


@requires("years.decide")
@require_POST
def year_totals_withdraw(request: UmbrellaRequest, year: int, slug: str) -> HttpResponseBase:
    """Take a link back."""
    link = TotalsLink.objects.filter(
        umbrella=request.umbrella, year=year, association__slug=slug, withdrawn_at__isnull=True
    ).first()
    if link is None:
        raise Http404
    services.withdraw(link=link)
    toast(request, _("The link opens nothing any more. What was told by it stays."))
    return _back(request, year)


def _back(request: UmbrellaRequest, year: int) -> HttpResponse:
    return redirect(_address(request, year))


def _address(request: UmbrellaRequest, year: int) -> str:
    return reverse("year-totals", urlconf=request.urlconf, kwargs={"year": year})


# --- whoever has a link ------------------------------------------------------------------------------------


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _own(view: View) -> View:
    """Give the view the link that this browser has opened; whoever has none gets 404."""

    @wraps(view)
    def wrapped(request: UmbrellaRequest) -> HttpResponseBase:
        link = links.remembered(request, request.umbrella)
        if link is None:
            raise Http404
        return _private(view(request, link))

    return wrapped


@public_page
@require_GET
@limited("secret")
def totals_open(request: UmbrellaRequest) -> HttpResponseBase:
    """From the link: the secret leaves the address at once."""
    link = links.by_token(request.umbrella, request.GET.get("token", ""))
    if link is None:
        raise Http404
    response = redirect("totals")
    links.remember(response, link, request.umbrella)
    return _private(response)


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret", methods=frozenset({"POST"}))
@_own
def totals(request: UmbrellaRequest, link: TotalsLink) -> HttpResponseBase:
    """Tell a year's totals, or correct them. What was told is not shown: nobody here can read it."""
    form = TotalsForm(request.POST or None)
    frozen = services.is_frozen(umbrella_id=request.umbrella.pk, year=link.year)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        people, minutes = form.cleaned_data["people"], form.minutes()
        try:
            services.answer(link=link, minutes=minutes, people=people, by_name=form.cleaned_data["by_name"])
        except DomainError as error:
            refusal = str(error)
        else:
            volunteers = ngettext("%(count)s volunteer", "%(count)s volunteers", people)
            said = _("Thank you. You told: %(hours)s, %(people)s.") % {
                "hours": formats.hours(minutes),
                "people": volunteers % {"count": formats.number(people)},
            }
            toast(request, said)
            return redirect("totals")
    context = {
        "form": form,
        "link": link,
        "umbrella": request.umbrella,
        "frozen": frozen,
        "refusal": refusal,
        "answered_on": formats.day(formats.local_date(link.answered_at), weekday=False, year=True)
        if link.answered_at
        else "",
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "umbrella/totals/totals.html", context, status=status)
