"""The federation's pages by role and of one association: published tables only, and nothing beneath them."""

import csv
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET

from accounts.http import UmbrellaRequest
from accounts.rights import requires
from tenants.models import RoleFamily
from umbrella import charts, members, page_parts, role_selectors, selectors
from umbrella.drawing import Drawing
from umbrella.front import Years
from umbrella.role_selectors import ByRoles, Share
from umbrella.selectors import Figure
from umbrella.spreadsheets import cells, spreadsheet
from web import formats
from web.kit import Column, Pages
from web.spreadsheet import neutral

#: Associations on one page of a role.
SHOWN = 50


def _day(of_release: date | None) -> str:
    return formats.day(of_release, weekday=False, year=True) if of_release else ""


@requires("figures.see")
@require_GET
def roles(request: UmbrellaRequest) -> HttpResponse:
    """Hours by role in the whole federation, and by role family in its districts."""
    years, year = page_parts.year_of(request)
    if year is None:
        return render(request, "umbrella/empty.html", {"section": "roles"})
    return render(request, "umbrella/roles.html", _roles_page(request, years, year))


def _roles_page(request: UmbrellaRequest, years: Years, year: int) -> dict[str, Any]:
    table = role_selectors.by_roles(request.umbrella, year, shares=False)
    families = [str(RoleFamily(family).label) for family in table.families]
    without = ", ".join(table.without_roles.names)
    if table.without_roles.others:
        count = table.without_roles.others
        said = ngettext("%(first)s and %(count)s other", "%(first)s and %(count)s others", count)
        without = said % {"first": without, "count": count}
    return {
        "section": "roles",
        "table": table,
        "without_roles": without,
        "told_on": _day(table.told_on),
        "year_tabs": page_parts.year_tabs(years.all, year),
        "trust": page_parts.trust_in(request.umbrella, year),
        "csv_href": f"{reverse('figures-roles-csv', urlconf=request.urlconf)}?year={year}",
        "lines": _role_lines(request, table),
        "districts": _district_lines(table),
        "columns": [
            Column(_("Role")),
            Column(_("Hours %(year)s") % {"year": year}, numeric=True),
            Column(_("By month"), wide=True),
        ],
        "district_columns": [
            Column(_("District")),
            *(Column(family, numeric=True) for family in families),
            Column(_("Total"), numeric=True),
        ],
    }


def _role_lines(request: UmbrellaRequest, table: ByRoles) -> list[dict[str, Any]]:
    """The roles in words, so that the page has only to write them down."""
    any_role = reverse("figures-role", urlconf=request.urlconf, kwargs={"code": page_parts.SOMEBODY})
    drawn = Drawing()
    return [
        {
            "url": f"{any_role.replace(page_parts.SOMEBODY, row.role.code)}?year={table.year}",
            "name": row.role.name,
            "family": row.role.family_label,
            "year": drawn.hours(row.year, short=False),
            "sparkline": drawn.sparkline(charts.role_sparkline(row)),
        }
        for row in table.roles
    ]


def _district_lines(table: ByRoles) -> list[dict[str, Any]]:
    """The districts, each family and the year in hours and people."""
    drawn = Drawing()

    def people(figure: Figure) -> str:
        if figure.people is None:
            return ""
        return ngettext("%(people)s person", "%(people)s people", figure.people) % {"people": figure.people}

    return [
        {
            "name": row.name,
            "cells": [(drawn.hours(figure), people(figure)) for figure in (*row.families, row.year)],
        }
        for row in table.districts
    ]


@requires("figures.see")
@require_GET
def role(request: UmbrellaRequest, code: str) -> HttpResponse:
    """One role: the federation's months, and the associations that have it."""
    _years, year = page_parts.year_of(request)
    row = role_selectors.role_row(request.umbrella, year, code) if year else None
    if year is None or row is None:
        raise Http404
    held = role_selectors.have_role(
        request.umbrella, year, row.role, wanted_page=request.GET.get("page", ""), size=SHOWN
    )
    page, shares, drawn = held.page, held.shares, Drawing()
    context = {
        "section": "roles",
        "year": year,
        "row": row,
        "meta": " · ".join(filter(None, (row.role.family_label, str(year)))),
        "told_on": _day(role_selectors.told_on(request.umbrella, year)),
        "shares": _of_associations(request, year, drawn, shares),
        "trust": page_parts.trust_in(request.umbrella, year),
        "pages": Pages.of(
            number=page.number, size=SHOWN, total=page.paginator.count, url=f"?year={year}&page="
        ),
        "has_hidden": any(figure.hidden for figure in (*row.months, *(share.year for share in shares))),
        "chart": charts.role_by_month(year, row),
        "roles_href": f"{reverse('figures-roles', urlconf=request.urlconf)}?year={year}",
        "month_columns": [
            Column(_("Month")),
            Column(_("Hours"), numeric=True),
            Column(_("Volunteers"), numeric=True, wide=True),
        ],
        "months": _months(year, drawn, row.months),
        "columns": [
            Column(_("Association")),
            Column(_("Hours %(year)s") % {"year": year}, numeric=True),
            Column(_("Volunteers"), numeric=True, wide=True),
        ],
    }
    return render(request, "umbrella/role.html", context)


def _months(year: int, drawn: Drawing, months: tuple[Figure, ...]) -> list[tuple[str, str]]:
    """The months that have a figure, each with its cells."""
    return [(name, drawn.cells(figure)) for name, figure in charts.told_months(year, months)]


def _of_associations(
    request: UmbrellaRequest, year: int, drawn: Drawing, shares: tuple[Share, ...]
) -> list[tuple[str, str, str]]:
    """Address and name of each association that has a role, with its cells."""
    anybody = reverse("association-figures", urlconf=request.urlconf, kwargs={"slug": page_parts.SOMEBODY})
    url = f"{anybody}?year={year}"
    return [
        (url.replace(page_parts.SOMEBODY, share.slug), share.association, drawn.cells(share.year))
        for share in shares
    ]


def _of_roles(
    request: UmbrellaRequest, year: int, drawn: Drawing, shares: tuple[Share, ...]
) -> list[tuple[str, str, str, str]]:
    """Address, name and family of each role that an association has, with its cells."""
    any_role = reverse("figures-role", urlconf=request.urlconf, kwargs={"code": page_parts.SOMEBODY})
    url = f"{any_role}?year={year}"
    return [
        (
            url.replace(page_parts.SOMEBODY, share.role.code),
            share.role.name,
            share.role.family_label,
            drawn.cells(share.year),
        )
        for share in shares
    ]


@requires("figures.see")
@require_GET
def association_figures(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """What is published of one association: its year, its months and its roles. There is nothing beneath."""
    years, year = page_parts.year_of(request)
    row = selectors.association(request.umbrella, year, slug) if year else None
    if year is None or row is None:
        raise Http404
    shares = role_selectors.of_association(request.umbrella, year, slug)
    figures, drawn = (row.year, *row.months, *(share.year for share in shares)), Drawing()
    context = {
        "section": "overview",
        "row": row,
        "year": year,
        "told_on": _day(role_selectors.told_on(request.umbrella, year)) if shares else "",
        "shares": _of_roles(request, year, drawn, shares),
        "year_tabs": page_parts.year_tabs(selectors.years_of(request.umbrella, slug, years.all), year),
        "trust": page_parts.trust_in(request.umbrella, year, of_all=False),
        "member_href": reverse("association", urlconf=request.urlconf, kwargs={"slug": slug})
        if members.is_known(request.umbrella, slug)
        else "",
        "has_hidden": any(figure.hidden for figure in figures),
        "chart": charts.association_by_month(year, row),
        "overview_href": f"{reverse('overview', urlconf=request.urlconf)}?year={year}",
        "month_columns": [
            Column(_("Month")),
            Column(_("Hours"), numeric=True),
            Column(_("Volunteers"), numeric=True, wide=True),
        ],
        "months": _months(year, drawn, row.months),
        "columns": [
            Column(_("Role")),
            Column(_("Hours %(year)s") % {"year": year}, numeric=True),
            Column(_("Volunteers"), numeric=True, wide=True),
        ],
    }
    return render(request, "umbrella/association_figures.html", context)


@requires("figures.see")
@require_GET
def roles_csv(request: UmbrellaRequest) -> HttpResponse:
    """The tables by role for a Finnish spreadsheet."""
    _years, year = page_parts.year_of(request)
    if year is None:
        raise Http404
    table = role_selectors.by_roles(request.umbrella, year)
    response = spreadsheet(f"{request.umbrella.slug}-{year}-roles.csv")
    _write(csv.writer(response, delimiter=";"), table, federation=request.umbrella.name)
    return response


def _write(writer: Any, table: ByRoles, *, federation: str) -> None:
    writer.writerow(
        [
            _("Year"),
            _("Month"),
            _("Level"),
            _("Name"),
            _("Role family"),
            _("Role"),
            _("Hours"),
            _("Volunteers"),
            _("State"),
        ]
    )
    for share in table.shares:
        names = [neutral(share.association), share.role.family_label, neutral(share.role.name)]
        writer.writerow([table.year, "", _("association"), *names, *cells(share.year)])
    for district in table.districts:
        for family, figure in zip(table.families, district.families, strict=True):
            if not figure.is_missing:
                names = [neutral(district.name), str(RoleFamily(family).label), ""]
                writer.writerow([table.year, "", _("district"), *names, *cells(figure)])
    for row in table.roles:
        names = [neutral(federation), row.role.family_label, neutral(row.role.name)]
        for month, figure in enumerate(row.months, start=1):
            if not figure.is_missing:
                writer.writerow([table.year, month, _("federation"), *names, *cells(figure)])
