"""The plan: a week by role, place or person, by the clock, a month, a list; and its shifts as plain data."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import at_sites
from scheduling.shifts.forms.plan import CLOCK, LIST, MONTH, PlanForm
from scheduling.shifts.pages import plan as plan_pages
from scheduling.shifts.selectors import lines, planning
from tenants import clock
from volunteers.register.models import VolunteerRole
from web import assets, formats


@requires("shifts.manage")
@require_GET
def plan(request: TenantRequest) -> HttpResponse:
    """The days that are looked at, with their coverage, what lacks people, and what asks too much of them."""
    today = clock.today(request.association)
    roles = lines.roles()
    form = PlanForm(request.GET, reader=request, today=today, roles=roles.values())
    url = _other(request)
    gaps = planning.gaps(reader=request, most=plan_pages.TOLD, roles=roles)
    context = {
        "section": "plan",
        "form": form,
        "spans": plan_pages.spans(form, url),
        "shapes": plan_pages.shapes(form, url),
        "is_week": not form.is_month and form.shape != LIST,
        "narrowed": not form.part.is_all,
        "before": url(week=form.before.isoformat()),
        "now": url(week=""),
        "after": url(week=form.after.isoformat()),
        "new_day": max(today, form.first),
        "paper_url": f"{reverse('plan-roster')}?{urlencode(_kept(request))}",
        "gaps": gaps,
        "gap_lines": [plan_pages.gap(shift) for shift in gaps.first],
        "short_url": url(show="short", week=today.isoformat()),
        "calendar": _calendar(request, form) if form.shape in {CLOCK, MONTH, LIST} else None,
        **(_month(request, form, today) if form.is_month else _week(request, form, today, roles)),
    }
    return render(request, "shifts/plan.html", context)


def _week(
    request: TenantRequest, form: PlanForm, today: date, roles: Mapping[int, VolunteerRole]
) -> dict[str, Any]:
    week = planning.week(form.first, reader=request, part=form.part, by=form.lines, roles=roles)
    found = planning.conflicts_of(week.shifts, reader=request)
    person_url = f"?{urlencode([*_kept(request, 'person'), ('person', '')])}"
    return {
        "meta": plan_pages.head(form, taken=week.taken, places=week.places),
        "cover": plan_pages.cover(week.days, today=today),
        "plan": plan_pages.grid(
            week,
            by=form.lines,
            today=today,
            warned=plan_pages.warnings(found, closed=at_sites.outside_hours(week.shifts)),
            movable=not request.association.is_read_only,
            person_url=person_url,
        ),
        "left_out": max(0, len(week.lines) - plan_pages.MOST_LINES),
        "corner": {"role": _("Role"), "site": _("Place"), "person": _("Person")}[form.lines],
        "is_empty": not week.lines,
        "warnings": plan_pages.told(found, {shift.pk: shift for shift in week.shifts}),
    }


def _month(request: TenantRequest, form: PlanForm, today: date) -> dict[str, Any]:
    days = planning.covered(form.first, form.last, reader=request, part=form.part)
    asked = planning.calendar(form.first, form.last, reader=request, part=form.part)
    url = f"?{urlencode([*_kept(request, 'view', 'week'), ('week', '')])}"
    return {
        "meta": plan_pages.head(
            form, taken=sum(day.taken for day in days), places=sum(day.places for day in days)
        ),
        "weeks": plan_pages.weeks(days, today=today, url=url),
        "is_empty": not asked.entries,
        "warnings": plan_pages.told(asked.conflicts, {entry.pk: entry.uuid for entry in asked.entries}),
    }


def _calendar(request: TenantRequest, form: PlanForm) -> dict[str, Any]:
    """What the calendar's script is told."""
    code = formats.language()
    return {
        "view": form.shape,
        "date": form.first.isoformat(),
        "now": timezone.localtime(clock.now()).isoformat()[:16],
        "sprite": assets.address(assets.SPRITE),
        "language": plan_pages.languages()[code],
        "data_url": reverse("plan-data"),
        "part": urlencode(_kept(request, "view", "by", "week")),
        "shift_url": reverse("shift-manage", kwargs={"uuid": plan_pages.NOBODY}),
        "move_url": ""
        if request.association.is_read_only
        else reverse("shift-move", kwargs={"uuid": plan_pages.NOBODY}),
        "week_url": f"?{urlencode([*_kept(request, 'view', 'week'), ('week', '')])}",
        "texts": plan_pages.texts(),
    }


def _kept(request: TenantRequest, *but: str) -> list[tuple[str, str]]:
    """What is said in the address, and can be said again."""
    return [(name, str(value)) for name, value in request.GET.items() if value and name not in but]


def _other(request: TenantRequest) -> Callable[..., str]:
    """The address of the same plan with something else said."""

    def url(**said: str) -> str:
        new = [(name, each) for name, each in said.items() if each]
        return "?" + urlencode([*_kept(request, *said), *new])

    return url


@requires("shifts.manage")
@require_GET
def plan_data(request: TenantRequest) -> JsonResponse:
    """The shifts from `start` to before `end`, narrowed down as the page is."""
    try:
        first = date.fromisoformat(request.GET.get("start", "")[:10])
        last = date.fromisoformat(request.GET.get("end", "")[:10]) - timedelta(days=1)
    except (ValueError, OverflowError):
        return _refused(_("Say from which day to which, as in 2025-02-03."))
    if not (first.year >= 2000 and last.year <= 2100 and first <= last):
        return _refused(_("The last day must not be before the first."))
    if (last - first).days >= planning.MOST_DAYS:
        return _refused(_("These are too many days at once."))
    part = PlanForm(request.GET, reader=request, today=first).part
    found = planning.calendar(first, last, reader=request, part=part)
    return JsonResponse(plan_pages.data(found))


def _refused(sentence: str) -> JsonResponse:
    return JsonResponse({"code": "days_not_understood", "sentence": sentence}, status=400)
