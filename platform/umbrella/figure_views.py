"""The federation's figures by month, district and year, its corrections, targets and definitions.

Published tables only, and nothing beneath them.
"""

from itertools import zip_longest

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, pgettext
from django.views.decorators.http import require_GET, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from tenants.models import RoleFamily
from umbrella import charts, corrections, front, page_parts, targets, trends as over_years
from umbrella.drawing import Drawing, change
from umbrella.forms import TargetsForm
from umbrella.metrics import METRICS
from umbrella.selectors import Figure
from web.kit import Column, Pages
from web.toasts import toast

#: Corrections on one page.
SHOWN = 50


@requires("figures.see")
@require_GET
def months(request: UmbrellaRequest) -> HttpResponse:
    """The whole federation month by month, beside the year before."""
    years, year = page_parts.year_of(request)
    if year is None:
        return render(request, "umbrella/empty.html", {"section": "months"})
    told, before = front.months(request.umbrella, year)
    drawn = Drawing()
    context = {
        "section": "months",
        "year": year,
        "year_tabs": page_parts.year_tabs(years.all, year),
        "trust": page_parts.trust_in(request.umbrella, year),
        "chart": charts.months_beside(year, told, before),
        "rows": [
            (name, figure, drawn.cells(figure), drawn.hours(last), _moved(drawn, figure, last))
            for (name, figure), last in zip(charts.all_months(year, told), before, strict=True)
        ],
        "columns": [
            Column(_("Month")),
            Column(_("Hours %(year)s") % {"year": year}, numeric=True),
            Column(_("Volunteers"), numeric=True, wide=True),
            Column(_("Hours %(year)s") % {"year": year - 1}, numeric=True, wide=True),
            Column(f"{year - 1} → {year}", numeric=True),
        ],
        "has_hidden": any(figure.hidden for figure in (*told, *before)),
    }
    return render(request, "umbrella/months.html", context)


def _moved(drawn: Drawing, figure: Figure, last: Figure) -> str:
    """How much more than last year; a month that is open is not compared yet."""
    return drawn.change(None if figure.provisional else page_parts.percent(last.minutes, figure.minutes))


@requires("figures.see")
@require_GET
def district(request: UmbrellaRequest, code: str) -> HttpResponse:
    """One district: its year, its families and its associations, each against its own last year."""
    years, year = page_parts.year_of(request)
    found = request.umbrella.districts.filter(code=code).first()
    if year is None or found is None:
        raise Http404
    table = front.front(
        request.umbrella, year, wanted_page=request.GET.get("page", ""), user=request.user, district=found
    )
    own = next(row for row in table.districts if row.pk == found.pk)
    page = table.page
    assert page is not None
    families, drawn = zip(table.families.families, table.families.of(found.pk), strict=True), Drawing()
    context = {
        "section": "overview",
        "district": own,
        "year": year,
        "overview": table,
        "change": change(own.change_percent),
        "trust": page_parts.trust(request.umbrella, table),
        "year_tabs": page_parts.year_tabs(years.all, year),
        "families": [(RoleFamily(family).label, drawn.hours(figure)) for family, figure in families],
        "family_columns": [
            Column(_("Role family")),
            Column(_("Hours %(year)s") % {"year": year}, numeric=True),
        ],
        "lines": page_parts.lines(request, table),
        "columns": page_parts.association_columns(year),
        "pages": Pages.of(
            number=page.number, size=front.SHOWN, total=page.paginator.count, url=f"?year={year}&page="
        ),
        "chart": charts.by_year(over_years.of_district(request.umbrella, found)),
        "overview_href": f"{reverse('overview', urlconf=request.urlconf)}?year={year}",
    }
    return render(request, "umbrella/district.html", context)


@requires("figures.see")
@require_GET
def trends(request: UmbrellaRequest) -> HttpResponse:
    """The federation over the years, those before Rinnalla too: what was reported on paper is said so."""
    told = over_years.of_federation(request.umbrella)
    context = {
        "section": "trends",
        "years": [
            (
                each,
                change(page_parts.percent(last.year.minutes if last else None, each.year.minutes)),
            )
            for each, last in zip_longest(told, told[1:])
        ],
        "trust": page_parts.trust_in(request.umbrella, told[0].number, of_all=False) if told else [],
        "chart": charts.by_year([(each.number, each.year) for each in reversed(told)]),
        "columns": [
            Column(_("Year")),
            Column(_("Hours"), numeric=True),
            Column(pgettext("of a figure", "Change"), numeric=True),
            Column(_("Volunteers"), numeric=True),
            Column(_("Different people"), numeric=True, wide=True),
            Column(_("Encounters"), numeric=True, wide=True),
            Column(_("Reported"), numeric=True, wide=True),
        ],
        "has_hidden": any(each.year.hidden for each in told),
    }
    return render(request, "umbrella/trends.html", context)


@requires("figures.see")
@require_GET
def figure_corrections(request: UmbrellaRequest) -> HttpResponse:
    """What a release showed otherwise than the one before it."""
    years, year = page_parts.year_of(request)
    if year is None:
        return render(request, "umbrella/empty.html", {"section": "overview"})
    language = (get_language() or "fi")[:2]
    pages = Paginator(corrections.of_year(request.umbrella, year), SHOWN)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "section": "overview",
        "year": year,
        "year_tabs": page_parts.year_tabs(years.all, year),
        "rows": [(row, row[f"association__name_{language}"] or row["association__name_fi"]) for row in page],
        "pages": Pages.of(number=page.number, size=SHOWN, total=pages.count, url=f"?year={year}&page="),
        "columns": [
            Column(_("Association")),
            Column(_("Before"), numeric=True),
            Column(_("Now"), numeric=True),
            Column(_("Released"), wide=True),
        ],
        "overview_href": f"{reverse('overview', urlconf=request.urlconf)}?year={year}",
    }
    return render(request, "umbrella/corrections.html", context)


@requires("figures.see")
@require_GET
def figure_targets(request: UmbrellaRequest) -> HttpResponse:
    """What the federation wants its figures to be."""
    year = _target_year(request)
    form = TargetsForm(initial=targets.of_year(request.umbrella, year))
    return _targets_page(request, year, form)


@requires("federation.write")
@require_POST
def figure_targets_keep(request: UmbrellaRequest) -> HttpResponse:
    """Keep what its administrator has written."""
    year = _target_year(request)
    form = TargetsForm(request.POST)
    if not form.is_valid():
        return _targets_page(request, year, form)
    targets.write(umbrella=request.umbrella, year=year, wanted=form.cleaned_data, by=request.actor)
    toast(request, _("The targets of %(year)s are kept.") % {"year": year})
    return redirect(f"{reverse('figure-targets', urlconf=request.urlconf)}?year={year}")


def _target_year(request: UmbrellaRequest) -> int:
    year = targets.year_asked(request.umbrella, request.GET.get("year", ""))
    if year is None:
        raise Http404
    return year


def _targets_page(request: UmbrellaRequest, year: int, form: TargetsForm) -> HttpResponse:
    context = {
        "section": "targets",
        "year": year,
        "form": form if may(request, "federation.write") else None,
        "rows": targets.beside(targets.of_year(request.umbrella, year)),
        "columns": [Column(_("Figure")), Column(_("Target"), numeric=True)],
        "year_tabs": page_parts.year_tabs(targets.years_offered(request.umbrella), year),
    }
    return render(request, "umbrella/targets.html", context)


@requires("figures.see")
@require_GET
def definitions(request: UmbrellaRequest) -> HttpResponse:
    """What each figure means, in words: read from the one place where it is defined."""
    return render(request, "umbrella/definitions.html", {"section": "definitions", "metrics": METRICS})
