"""On the association's side: its own figures, exact, beside the published totals of its federation.

Its own come from its schema, the federation's from the published tables, and nothing else is read: no figure
of another association, and none of its own as the federation has it.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours.models import MonthFigure
from scheduling.hours.services.figures import VOLUNTEER
from tenants import clock
from tenants.context import platform_role
from tenants.models import Affiliation, Association
from umbrella import charts, page_parts
from umbrella.drawing import Drawing
from umbrella.models import Level, PublishedFigure
from umbrella.selectors import MISSING, Figure, shown
from web.kit import Column, Tab

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Theirs:
    """A federation to which the association belongs: its years with figures, and the asked one's months."""

    name: str
    district: str
    years: tuple[int, ...]
    year: Figure
    months: tuple[Figure, ...]


@requires("figures.own")
@require_GET
def beside_federation(request: TenantRequest) -> HttpResponse:
    """Own months beside those of the federation."""
    wanted = request.GET.get("year", "")
    year = int(wanted) if len(wanted) == 4 and wanted.isascii() and wanted.isdecimal() else None
    if wanted and year is None:
        raise Http404
    own_years = set(MonthFigure.objects.order_by().values_list("year", flat=True).distinct())
    with platform_role():
        places = _places(request.association)
        here = _asked(places, request.GET.get("federation", ""))
        theirs = _theirs(here, year) if here is not None else None
    known = sorted({*own_years, *(theirs.years if theirs else ())}, reverse=True)
    if year is not None and year not in known:
        raise Http404
    asked = year or (theirs.years[0] if theirs and theirs.years else known[0] if known else None)
    context: dict[str, Any] = {
        "section": "beside-federation",
        "nav_key": "beside-federation",
        "theirs": theirs,
        "year": asked,
        "federation_tabs": _federation_tabs(places, here),
    }
    if asked is None or theirs is None:
        return render(request, "umbrella/beside_federation.html", context)
    own, drawn = _own(asked), Drawing()
    context |= {
        "year_tabs": page_parts.year_tabs(
            tuple(known),
            asked,
            more=f"&federation={here.umbrella.slug}" if here and len(places) > 1 else "",
        ),
        "own_minutes": sum(figure.minutes or 0 for figure in own) if own else None,
        "rows": [
            (
                charts.month_name(asked, month),
                drawn.cells(own[month - 1] if own else MISSING),
                drawn.cells(theirs.months[month - 1]),
            )
            for month in MONTHS
        ],
        "columns": [
            Column(_("Month")),
            Column(_("We, hours"), numeric=True),
            Column(_("We, people"), numeric=True, wide=True),
            Column(_("Federation, hours"), numeric=True),
            Column(_("Federation, people"), numeric=True, wide=True),
        ],
        "has_hidden": any(figure.hidden for figure in (theirs.year, *theirs.months)),
    }
    return render(request, "umbrella/beside_federation.html", context)


def _places(association: Association) -> list[Affiliation]:
    """Where it belongs now, the oldest first: a district, and perhaps a network beside it."""
    today = clock.today(association)
    return list(
        Affiliation.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=today), association=association, from_on__lte=today
        )
        .select_related("umbrella", "district")
        .order_by("from_on", "pk")
    )


def _asked(places: list[Affiliation], slug: str) -> Affiliation | None:
    """The federation that an address names, or the oldest. Raises Http404 for one to which it belongs not."""
    if not slug:
        return places[0] if places else None
    found = next((place for place in places if place.umbrella.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _federation_tabs(places: list[Affiliation], here: Affiliation | None) -> list[Tab]:
    """Its federations to choose from, where there are several."""
    if len(places) < 2:
        return []
    return [
        Tab(place.umbrella.name, f"?federation={place.umbrella.slug}", current=place == here)
        for place in places
    ]


def _theirs(here: Affiliation, year: int | None) -> Theirs:
    """What a federation has published of itself."""
    rows = PublishedFigure.objects.filter(umbrella=here.umbrella, level=Level.FEDERATION)
    years = tuple(rows.filter(month=0).order_by("-year").values_list("year", flat=True))
    asked = year or (years[0] if years else None)
    of_year = {row.month: row for row in rows.filter(year=asked)} if asked else {}
    return Theirs(
        name=here.umbrella.name,
        district=here.district.name if here.district else "",
        years=years,
        year=shown(of_year.get(0)),
        months=tuple(shown(of_year.get(month)) for month in MONTHS),
    )


def _own(year: int) -> tuple[Figure, ...]:
    """The association's own months, exact; those without a figure are missing."""
    rows = {
        row.month: Figure(minutes=row.minutes, people=row.people + row.heads)
        for row in MonthFigure.objects.filter(year=year, measure=VOLUNTEER, role=None, month__gt=0)
    }
    return tuple(rows.get(month, MISSING) for month in MONTHS) if rows else ()
