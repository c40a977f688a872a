"""The federation's pages. They run in the identity phase and read published tables only."""

import csv
import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import requires
from tenants.models import RoleFamily
from umbrella import charts, front, members, news, page_parts, selectors
from umbrella.drawing import change
from umbrella.ending import selectors as leaving
from umbrella.spreadsheets import cells, spreadsheet
from umbrella.years import tables
from web import formats
from web.kit import Column, Pages
from web.spreadsheet import neutral
from web.toasts import toast


@requires("figures.see")
@require_GET
def overview(request: UmbrellaRequest) -> HttpResponse:
    """How much volunteering there was, where, and how far the figures can be trusted."""
    years, year = page_parts.year_of(request)
    if year is None:
        return render(request, "umbrella/empty.html", {"section": "overview"})
    table = front.front(request.umbrella, year, wanted_page=request.GET.get("page", ""), user=request.user)
    return render(request, "umbrella/overview.html", _overview_page(request, years, table))


def _overview_page(request: UmbrellaRequest, years: front.Years, table: front.Front) -> dict[str, Any]:
    year, page = table.year, table.page
    assert page is not None
    return {
        "section": "overview",
        "overview": table,
        "gets_mail": table.gets_mail,
        "before_year": year - 1,
        "total_hours": formats.number(formats.whole_hours(table.total.minutes or 0)),
        "change": change(table.change_percent),
        "hours_target": _of_target(table, "volunteer_hours", (table.total.minutes or 0) / 60),
        "people_target": _of_target(
            table, "active_volunteers_federation", table.people.people if table.people else 0
        ),
        "encounters": (met := table.totals.get("encounters")),
        "encounters_change": change(page_parts.percent(met.before, met.value)) if met else None,
        "encounters_target": _of_target(table, "encounters", met.value or 0) if met and met.value else "",
        "chart": charts.hours_by_month(table),
        "provisional_label": _provisional_label(table),
        "reporting_of": f"/ {table.reporting[1]}",
        "missing_note": _missing_note(table),
        "reporting_target": _of_target(
            table, "reporting_rate", table.reporting[0] * 100 / (table.reporting[1] or 1)
        ),
        "people_target_waits": _("The target of different people cannot be compared: they are not shown.")
        if table.targets.get("active_volunteers_federation") and not table.people
        else "",
        "family_shares": charts.family_shares(table.families, table.total),
        "setting_up": [
            (row.association, members.progress_of(row)) for row in front.setting_up(request.umbrella)
        ]
        if table.sets_up
        else [],
        "kept_long_enough": leaving.kept_long_enough(request.umbrella) if table.has_old_archives else [],
        "csv_href": f"{reverse('figures-csv', urlconf=request.urlconf)}?year={year}",
        "year_tabs": page_parts.year_tabs(years.all, year),
        "trust": page_parts.trust(request.umbrella, table),
        "lines": page_parts.lines(request, table),
        "pages": Pages.of(
            number=page.number, size=front.SHOWN, total=page.paginator.count, url=f"?year={year}&page="
        ),
        "columns": page_parts.association_columns(year),
        "districts": page_parts.districts(request, table),
        "federation_families": table.families.federation,
        "district_columns": [
            Column(_("District")),
            *(
                Column(str(RoleFamily(code).label), numeric=True, wide=True)
                for code in table.families.families
            ),
            Column(_("Total"), numeric=True),
        ],
        "totals": [
            (row, change(page_parts.percent(row.before, row.value)), table.targets.get(code))
            for code, row in table.totals.items()
        ],
        "people_note": _people_note(table),
        "totals_hidden": any(row.hidden for row in table.totals.values()),
        "total_columns": [
            Column(_("Figure")),
            Column(str(year), numeric=True),
            Column(f"{year - 1} → {year}", numeric=True),
            Column(_("Target"), numeric=True, wide=True),
            Column(_("From associations"), numeric=True, wide=True),
        ],
    }


def _people_note(table: front.Front) -> str:
    if table.people is None:
        return ""
    note = _("different people · %(memberships)s memberships") % {
        "memberships": formats.number(table.people.memberships)
    }
    if not table.people.may_overlap:
        return note
    return f"{note} · {tables.may_overlap(table.people.may_overlap)}"


def _missing_note(table: front.Front) -> str:
    reported, everybody = table.reporting
    if reported == everybody:
        return ""
    names, others = table.first_missing, everybody - reported - 1
    if others:
        said = ngettext("%(first)s and %(count)s other", "%(first)s and %(count)s others", others)
        names = said % {"first": names, "count": others}
    return _("missing: %(names)s") % {"names": names}


def _of_target(table: front.Front, metric: str, value: float) -> str:
    target = table.targets.get(metric)
    if not target or not value:
        return ""
    return _("%(percent)s %% of the target %(target)s") % {
        "percent": round(value * 100 / target),
        "target": formats.number(target),
    }


def _provisional_label(table: front.Front) -> str:
    open_months = [
        dt.date(table.year, month, 1)
        for month, figure in enumerate(table.months, start=1)
        if figure.provisional
    ] + [dt.date(f.year, f.month, 1) for f in table.next_provisional[:1]]
    if not open_months:
        return ""
    return _("* %(month)s provisional") % {"month": ", ".join(map(formats.month, open_months))}


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
def figures_csv(request: UmbrellaRequest) -> HttpResponse:
    """The same table for a Finnish spreadsheet: BOM, semicolons, decimal commas."""
    _years, year = page_parts.year_of(request)
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
