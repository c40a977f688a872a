"""The coordinator's pages of heads without names: those of a month, and correcting them."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import looking_back, looking_back_heads
from scheduling.hours.errors import HeadsNotFromHere
from scheduling.hours.forms import HeadsForm, WhyHeadsForm
from scheduling.hours.models import HoursTally, Month
from scheduling.hours.services import correcting_heads as verbs
from scheduling.hours.views.months import first_day_of
from volunteers.register import reach
from volunteers.register.models import VolunteerRole
from web.errors import DomainError
from web.kit import Column, Pages
from web.toasts import toast

PAGE = 50
COLUMNS = (
    Column(pgettext_lazy("column", "Date")),
    Column(pgettext_lazy("column", "Event"), wide=True),
    Column(pgettext_lazy("column", "Role"), wide=True),
    Column(pgettext_lazy("column", "People"), numeric=True),
    Column(pgettext_lazy("column", "Hours"), numeric=True),
    Column(pgettext_lazy("column", "Correct"), hidden_label=True),
)


@requires("hours.correct")
@require_GET
def month_heads(request: TenantRequest, year: int, month: int) -> HttpResponse:
    """The heads without names of a month, each to be corrected."""
    first_day = first_day_of(year, month)
    found = looking_back.month_of(first_day)
    if found is None:
        raise Http404
    rows = looking_back_heads.tallies(first_day, reader=request)
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=rows.count())
    context = {
        "section": "months",
        "nav_key": "months",
        "month": found,
        "is_closed": found.state == Month.State.CLOSED,
        "back_url": reverse("month", args=[year, month]),
        "columns": COLUMNS,
        "rows": list(rows[pages.first - 1 : pages.last]) if pages.total else [],
        "pages": pages,
    }
    return render(request, "hours/month_heads.html", context)


@requires("hours.correct")
@require_http_methods(["GET", "POST"])
def heads_correct(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Say how many there really were and how long, and why."""
    tally = _tally(request, uuid)
    if tally.state != HoursTally.State.APPROVED:
        return _elsewhere(request, tally)
    on_offer = VolunteerRole.objects.filter(Q(is_active=True) | Q(pk=tally.role_id))
    form = HeadsForm(
        request.POST or None, roles=reach.roles(request, on_offer), initial=HeadsForm.initial_of(tally)
    )
    if request.method == "POST" and form.is_valid():
        try:
            now = verbs.correct(tally=tally, by=request.actor, **form.said())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The people without names are corrected."))
            return _back(now)
    return _page(request, "hours/heads_correct.html", tally, form)


@requires("hours.correct")
@require_http_methods(["GET", "POST"])
def heads_take_back(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take back heads that never were."""
    tally = _tally(request, uuid)
    if tally.state != HoursTally.State.APPROVED:
        return _elsewhere(request, tally)
    form = WhyHeadsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.take_back(tally=tally, reason=form.cleaned_data["reason"], by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The people without names are taken back."))
            return _back(tally)
    return _page(request, "hours/heads_take_back.html", tally, form)


def _tally(request: TenantRequest, uuid: UUID) -> HoursTally:
    tally = looking_back_heads.tally(uuid, reader=request)
    if tally is None:
        raise Http404
    return tally


def _elsewhere(request: TenantRequest, tally: HoursTally) -> HttpResponse:
    """Somebody was here before: say so, and show the month."""
    toast(request, str(HeadsNotFromHere()), bad=True)
    return _back(tally)


def _back(tally: HoursTally) -> HttpResponse:
    return redirect("month-heads", year=tally.first_month.year, month=tally.first_month.month)


def _page(request: TenantRequest, template: str, tally: HoursTally, form: Any) -> HttpResponse:
    month = looking_back.month_of(tally.first_month)
    context = {
        "section": "months",
        "nav_key": "months",
        "tally": tally,
        "form": form,
        "is_closed": month is not None and month.state == Month.State.CLOSED,
    }
    return render(request, template, context, status=422 if form.errors else 200)
