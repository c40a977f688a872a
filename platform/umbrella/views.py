"""The federation's pages. They run in the identity phase and read published tables only."""

import csv
import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import requires
from umbrella import charts, news, selectors
from umbrella.spreadsheets import cells, spreadsheet
from web import formats
from web.kit import Column, Tab
from web.spreadsheet import neutral
from web.toasts import toast


def _year(request: UmbrellaRequest) -> int | None:
    wanted = request.GET.get("year", "")
    if not wanted:
        return selectors.whole_years(request.umbrella)
    year = selectors.year_asked(request.umbrella, wanted)
    if year is None:
        raise Http404
    return year


@requires("figures.see")
@require_GET
def overview(request: UmbrellaRequest) -> HttpResponse:
    """How much volunteering there was, where, and how far the figures can be trusted."""
    year = _year(request)
    if year is None:
        return render(request, "umbrella/empty.html", {"section": "overview"})
    return render(request, "umbrella/overview.html", _overview_page(request, year))


def _overview_page(request: UmbrellaRequest, year: int) -> dict[str, Any]:
    table = selectors.overview(request.umbrella, year)
    missing = [row.name for row in table.not_reported]
    return {
        "section": "overview",
        "overview": table,
        "gets_mail": news.wants_mail(request.umbrella, request.user),
        "before_year": year - 1,
        "total_hours": formats.number(formats.whole_hours(table.total.minutes or 0)),
        "change": _change(table.change_percent),
        "chart": charts.hours_by_month(table),
        "provisional_label": _provisional_label(table),
        "reporting_of": f"/ {table.reporting[1]}",
        "missing_note": _("missing: %(names)s") % {"names": _listed(missing)} if missing else "",
        "night_at": _moment(table.night.finished_at) if table.night else "",
        "release_day": formats.day(table.release.due_on, weekday=False, year=True) if table.release else "",
        "csv_href": f"{reverse('figures-csv', urlconf=request.urlconf)}?year={year}",
        "year_tabs": [Tab(str(y), f"?year={y}", current=y == year) for y in table.years[:6]],
        "lines": [
            {"row": row, "change": _change(row.change_percent), "sparkline": charts.sparkline(row)}
            for row in table.rows
        ],
        "columns": [
            Column(_("Association")),
            Column(_("Hours %(year)s") % {"year": year}, numeric=True),
            Column(_("Volunteers"), numeric=True, wide=True),
            Column(_("h / person"), numeric=True, wide=True),
            Column(f"{year - 1} → {year}", numeric=True),
            Column(_("By month"), wide=True),
            Column(_("Months"), numeric=True, wide=True),
        ],
        "district_columns": [
            Column(_("District")),
            Column(_("Hours %(year)s") % {"year": year}, numeric=True),
            Column(_("Volunteers"), numeric=True),
        ],
    }


def _moment(at: dt.datetime) -> str:
    return f"{formats.day(at, weekday=False, year=True)} {formats.clock_time(at)}"


def _change(percent: float | None) -> dict[str, str] | None:
    if percent is None:
        return None
    whole = round(percent)
    sign = "+" if whole > 0 else formats.MINUS if whole < 0 else "±"
    direction = "up" if whole > 0 else "down" if whole < 0 else "same"
    return {"text": f"{sign}{abs(whole)}{formats.NBSP}%", "direction": direction}


def _provisional_label(table: selectors.Overview) -> str:
    open_months = [
        dt.date(table.year, month, 1)
        for month, figure in enumerate(table.months, start=1)
        if figure.provisional
    ] + [dt.date(f.year, f.month, 1) for f in table.next_provisional[:1]]
    if not open_months:
        return ""
    return _("* %(month)s provisional") % {"month": ", ".join(map(formats.month, open_months))}


def _listed(names: list[str]) -> str:
    if len(names) <= 2:
        return ", ".join(names)
    return _("%(first)s and %(count)s others") % {"first": names[0], "count": len(names) - 1}


@requires("figures.see")
@require_POST
def release_mail(request: UmbrellaRequest) -> HttpResponseBase:
    """Have each release by mail, or not."""
    wanted = request.POST.get("wanted") == "yes"
    news.want_mail(umbrella=request.umbrella, user=request.user, wanted=wanted)
    said = _("You get the figures of each release by mail.") if wanted else _("You get no mail of releases.")
    toast(request, said)
    return redirect(reverse("overview", urlconf=request.urlconf))


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
    response = spreadsheet(f"{request.umbrella.slug}-{year}.csv")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [_("Year"), _("Month"), _("Level"), _("Name"), _("District"), _("Hours"), _("Volunteers"), _("State")]
    )
    for row in table.rows:
        names = [_("association"), neutral(row.name), neutral(row.district)]
        writer.writerow([year, "", *names, *cells(row.year)])
        for month, figure in enumerate(row.months, start=1):
            writer.writerow([year, month, *names, *cells(figure)])
    for district in table.districts:
        name = neutral(district.name)
        writer.writerow([year, "", _("district"), name, name, *cells(district.year)])
    names = [_("federation"), neutral(request.umbrella.name), ""]
    writer.writerow([year, "", *names, *cells(table.total)])
    for month, figure in enumerate(table.months, start=1):
        writer.writerow([year, month, *names, *cells(figure)])
    return response
