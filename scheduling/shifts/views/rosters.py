"""Who comes, on paper: one shift, or all of some days; as a page that prints and as PDF."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts.forms.plan import PlanForm
from scheduling.shifts.pages import plan as plan_pages
from scheduling.shifts.rosters import reading, setting
from scheduling.shifts.rosters.reading import Listed
from scheduling.shifts.views.coordinator import shift_or_404
from scheduling.shifts.words import shifts as words
from tenants import clock
from web import formats


def _form(request: TenantRequest) -> PlanForm:
    return PlanForm(request.GET, reader=request, today=clock.today(request.association))


@requires("shifts.manage")
@require_GET
def days(request: TenantRequest) -> HttpResponse:
    """All shifts of the week or the month that the plan shows, each as a table."""
    form = _form(request)
    found, more = reading.of_days(form.first, form.last, reader=request, part=form.part)
    kept = urlencode([(name, str(value)) for name, value in request.GET.items() if value])
    context = {
        "section": "plan",
        "meta": plan_pages.head(form, taken=0, places=0),
        "lines": [_line(each) for each in found],
        "more": more,
        "most": reading.MOST,
        "plan_url": f"{reverse('plan')}?{kept}",
        "pdf_url": f"{reverse('plan-roster-pdf')}?{kept}",
    }
    return render(request, "shifts/roster_days.html", context)


def _line(one: Listed) -> dict[str, object]:
    return {
        "listed": one,
        "title": words.title(one.shift),
        "when": formats.when(one.shift.starts_at, one.shift.ends_at),
        "place": words.place(one.shift),
        "unnamed": setting.unnamed(one.unnamed) if one.unnamed else "",
        "free": range(one.free),
    }


@requires("shifts.manage")
@require_GET
def days_pdf(request: TenantRequest) -> HttpResponse:
    """The same as PDF."""
    form = _form(request)
    found, _more = reading.of_days(form.first, form.last, reader=request, part=form.part)
    return _file(found, heading=plan_pages.head(form, taken=0, places=0))


@requires("shifts.manage")
@require_GET
def shift_pdf(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One shift as PDF."""
    shift = shift_or_404(request, uuid)
    found = reading.listed([shift], reader=request)
    heading = formats.when(shift.starts_at, shift.ends_at, year=True)
    return _file(found, heading=heading, walk_ins=reading.WALK_INS)


def _file(found: list[Listed], *, heading: str, walk_ins: int = 0) -> HttpResponse:
    content = setting.roster_pdf(found, heading=heading, walk_ins=walk_ins)
    answer = HttpResponse(content, content_type="application/pdf")
    name = content_disposition_header(as_attachment=True, filename=setting.file_name(found))
    answer["Content-Disposition"] = name or "attachment"
    return answer
