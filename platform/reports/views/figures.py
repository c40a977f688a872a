"""The association's own figures: a year by month and role, against the year before, and what it lacks."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, ngettext, pgettext
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from reports import chart, doings, one_page as shown, sheet, year as years
from reports.missing import missing
from reports.side_by_side import known_years
from reports.views.past import columns
from volunteers.register.models import Unit
from web import formats
from web.kit import Column, Share, Tab


@requires("figures.own")
@require_GET
def figures(request: TenantRequest) -> HttpResponse:
    """How much volunteering there was in a year, by month, role and kind, and what is still missing."""
    months = years.months()
    known = years.years(months)
    year = _asked(request, known)
    tabs = [Tab(str(each), f"?year={each}", current=each == year) for each in known]
    return render(request, "reports/year.html", {"tabs": tabs, **_page(years.read(year, months), request)})


@requires("figures.own")
@require_GET
def figures_table(request: TenantRequest) -> HttpResponse:
    """The same figures for a spreadsheet."""
    year = _asked(request, years.years())
    response = HttpResponse(sheet.table(years.read(year)), content_type="text/csv; charset=utf-8")
    name = f"{request.association.slug}-{year}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires("figures.own")
@require_GET
def one_page(request: TenantRequest, year: int) -> HttpResponse:
    """A year on one page, of everything or of a unit."""
    unit = _unit(request, year)
    page = shown.read(year, unit)
    units = list(Unit.objects.filter(is_active=True))
    tabs = [Tab(_("The whole association"), "?", current=unit is None)]
    tabs += [Tab(each.name, f"?unit={each.uuid}", current=each == unit) for each in units]
    asked = f"?unit={unit.uuid}" if unit else ""
    context = {
        "section": "own-figures",
        "nav_key": "own-figures",
        "page": page,
        "rows": page.rows(),
        "tabs": tabs,
        "back_url": f"{reverse('own-figures')}?year={year}",
        "pdf_url": reverse("one-page-file", args=[year]) + asked,
    }
    return render(request, "reports/one_page.html", context)


@requires("figures.own")
@require_GET
def one_page_file(request: TenantRequest, year: int) -> HttpResponse:
    """The same as PDF."""
    page = shown.read(year, _unit(request, year))
    name = "".join(sign for sign in page.title if sign.isalnum() or sign in " -")
    return HttpResponse(
        shown.document(page),
        content_type="application/pdf",
        headers={
            "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=f"{name}.pdf"))
        },
    )


def _unit(request: TenantRequest, year: int) -> Unit | None:
    """The unit that is asked for, if any, of a year that is known."""
    wanted = request.GET.get("unit", "")
    if year not in years.years():
        raise Http404
    if not wanted:
        return None
    try:
        return Unit.objects.get(uuid=UUID(wanted))
    except (ValueError, Unit.DoesNotExist) as nowhere:
        raise Http404 from nowhere


def _asked(request: TenantRequest, known: list[int]) -> int:
    """The year in the address; without one the latest that is over, if any, else this one."""
    wanted = request.GET.get("year")
    if wanted is None:
        return known[1] if len(known) > 1 else known[0]
    if wanted not in map(str, known):
        raise Http404
    return int(wanted)


def _page(year: years.Year, request: TenantRequest) -> dict[str, Any]:
    sides = known_years(year.recorded)
    # A year whose hours are known from paper lacks nothing, whatever else was noted of it here.
    paper = next((each.past for each in sides if each.year == year.year), None)
    return {
        "section": "own-figures",
        "year": year,
        "before_year": year.year - 1,
        "estimate": year.estimate,
        "chart": chart.hours_by_month(year),
        "change": _change(year.change),
        "change_note": _change_note(year),
        "per_person": None if year.minutes_per_person is None else year.minutes_per_person / 60,
        "unnamed_note": _unnamed(year.now),
        "paper": paper,
        "missing": [] if paper else missing(year, request=request),
        "families": [
            Share(
                label=str(line.family.label),
                figure=f"{line.percent}{formats.NBSP}%",
                percent=line.percent,
                note=formats.hours(line.minutes),
            )
            for line in year.families
        ],
        "targets": [
            Share(
                label=f"{line.target.code} {line.target.name}" if line.target else _("No grant target"),
                figure=f"{line.percent}{formats.NBSP}%",
                percent=line.percent,
                note=formats.hours(line.minutes),
            )
            for line in year.targets
        ],
        "columns": [
            Column(_("Role")),
            Column(_("Hours %(year)s") % {"year": year.year}, numeric=True),
            Column(_("People"), numeric=True, wide=True),
            Column(_("Hours %(year)s") % {"year": year.year - 1}, numeric=True, wide=True),
        ],
        "doings": doings.tables(year.year),
        "doing_columns": _doing_columns(year.year),
        "years": sides,
        "year_columns": columns(narrow=True),
        "page_url": reverse("one-page", args=[year.year]),
        "table_url": f"{reverse('own-figures-table')}?year={year.year}",
        "made_at": year.made_at,
    }


def _doing_columns(year: int) -> list[Column]:
    months = [Column(formats.month_short(number), numeric=True, wide=True) for number in range(1, 13)]
    return [
        Column(pgettext("column", "What")),
        *months,
        Column(str(year), numeric=True),
        Column(str(year - 1), numeric=True),
    ]


def _change(change: years.Change | None) -> dict[str, str] | None:
    if change is None:
        return None
    direction = "up" if change.now > change.before else "down" if change.now < change.before else "same"
    return {"text": formats.change(change.now, change.before), "direction": direction}


def _change_note(year: years.Year) -> str:
    if year.change is None:
        return ""
    if year.is_final:
        return _("from %(year)s") % {"year": year.year - 1}
    return ngettext(
        "%(count)s closed month against the same of %(year)s",
        "%(count)s closed months against the same of %(year)s",
        year.change.months,
    ) % {"count": year.change.months, "year": year.year - 1}


def _unnamed(amount: years.Amount | None) -> str:
    if amount is None or not amount.heads:
        return pgettext("below a number of people", "different people, each counted once")
    return ngettext(
        "and %(count)s attendance without a name",
        "and %(count)s attendances without names",
        amount.heads,
    ) % {"count": formats.number(amount.heads)}
