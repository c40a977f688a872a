"""The federation's pages. They run in the identity phase and read published tables only."""

import csv

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.http import UmbrellaRequest
from accounts.rights import requires
from umbrella import selectors
from umbrella.selectors import Figure


def _year(request: UmbrellaRequest) -> int | None:
    wanted = request.GET.get("year", "")
    if not wanted:
        return selectors.whole_years(request.umbrella)
    if not (wanted.isdecimal() and len(wanted) == 4):
        raise Http404
    return int(wanted)


@requires("figures.see")
@require_GET
def overview(request: UmbrellaRequest) -> HttpResponse:
    """How much volunteering there was, where, and how far the figures can be trusted."""
    year = _year(request)
    if year is None:
        return render(request, "umbrella/empty.html", {"section": "overview"})
    return render(
        request,
        "umbrella/overview.html",
        {"section": "overview", "overview": selectors.overview(request.umbrella, year)},
    )


@requires("figures.see")
@require_GET
def definitions(request: UmbrellaRequest) -> HttpResponse:
    """What each figure means, in words."""
    return render(request, "umbrella/definitions.html", {"section": "definitions"})


@requires("figures.see")
@require_GET
def figures_csv(request: UmbrellaRequest) -> HttpResponse:
    """The same table for a Finnish spreadsheet: BOM, semicolons, decimal commas."""
    year = _year(request)
    if year is None:
        raise Http404
    table = selectors.overview(request.umbrella, year)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.umbrella.slug}-{year}.csv"'
    response.write("\N{BYTE ORDER MARK}")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [_("Year"), _("Month"), _("Level"), _("Name"), _("District"), _("Hours"), _("Volunteers"), _("State")]
    )
    for row in table.rows:
        writer.writerow([year, "", _("association"), row.name, row.district, *_cells(row.year)])
        for month, figure in enumerate(row.months, start=1):
            writer.writerow([year, month, _("association"), row.name, row.district, *_cells(figure)])
    for district in table.districts:
        writer.writerow([year, "", _("district"), district.name, district.name, *_cells(district.year)])
    writer.writerow([year, "", _("federation"), request.umbrella.name, "", *_cells(table.total)])
    for month, figure in enumerate(table.months, start=1):
        writer.writerow([year, month, _("federation"), request.umbrella.name, "", *_cells(figure)])
    return response


def _cells(figure: Figure) -> list[str]:
    if figure.hidden:
        return ["", "", _("hidden")]
    if figure.minutes is None:
        return ["", "", _("not reported")]
    hours = f"{figure.minutes / 60:.2f}".replace(".", ",")
    return [hours, str(figure.people), _("provisional") if figure.provisional else ""]
