"""The coordinator's pages that correct hours which count, and hours that a closed month left behind."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import looking_back
from scheduling.hours.errors import NotFromHere
from scheduling.hours.forms import CorrectForm, WhyForm
from scheduling.hours.models import HoursEntry
from scheduling.hours.services import correcting as verbs
from volunteers.register import reach
from volunteers.register.models import VolunteerRole
from web.errors import DomainError
from web.toasts import toast

State = HoursEntry.State


def _entry(request: TenantRequest, uuid: UUID) -> HoursEntry:
    entry = looking_back.entry(uuid, reader=request)
    if entry is None:
        raise Http404
    return entry


def _elsewhere(request: TenantRequest, entry: HoursEntry, *, wanted: State) -> HttpResponse:
    """Somebody was here before: say how the hours stand, and show them in their month."""
    toast(request, str(NotFromHere(now=entry.get_state_display(), wanted=wanted.label)), bad=True)
    return _back(entry)


def _back(entry: HoursEntry) -> HttpResponse:
    return redirect("month", year=entry.first_month.year, month=entry.first_month.month)


@requires("hours.correct")
@require_http_methods(["GET", "POST"])
def hours_correct(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Say how the hours really were, and why."""
    entry = _entry(request, uuid)
    if entry.state != State.APPROVED:
        return _elsewhere(request, entry, wanted=State.REVERSED)
    zone = ZoneInfo(request.association.timezone)
    form = CorrectForm(
        request.POST or None,
        roles=_roles(request, entry),
        zone=zone,
        initial=CorrectForm.initial_of(entry, zone),
    )
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in (*verbs.WHAT, "reason")}
        try:
            now = verbs.correct(entry=entry, by=request.actor, **said)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The hours of %(name)s are corrected.") % {"name": entry.person.name})
            return _back(now)
    return _page(request, "hours/correct.html", entry, form)


def _roles(request: TenantRequest, entry: HoursEntry) -> QuerySet[VolunteerRole]:
    """The roles on offer, and the one in which the hours are written."""
    on_offer = VolunteerRole.objects.filter(Q(is_active=True) | Q(pk=entry.role_id))
    return reach.roles(request, on_offer)


@requires("hours.correct")
@require_http_methods(["GET", "POST"])
def hours_take_back(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take back hours that were never done."""
    entry = _entry(request, uuid)
    if entry.state != State.APPROVED:
        return _elsewhere(request, entry, wanted=State.REVERSED)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.take_back(entry=entry, reason=form.cleaned_data["reason"], by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The hours of %(name)s are taken back.") % {"name": entry.person.name})
            return _back(entry)
    return _page(request, "hours/take_back.html", entry, form)


@requires("hours.correct")
@require_http_methods(["GET", "POST"])
def hours_count(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Have hours count that nobody had approved when their month closed."""
    entry = _entry(request, uuid)
    if entry.state != State.SUBMITTED:
        return _elsewhere(request, entry, wanted=State.APPROVED)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.count_late(entry=entry, reason=form.cleaned_data["reason"], by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The hours of %(name)s count now.") % {"name": entry.person.name})
            return _back(entry)
    return _page(request, "hours/count.html", entry, form)


def _page(request: TenantRequest, template: str, entry: HoursEntry, form: Any) -> HttpResponse:
    context = {
        "section": "months",
        "nav_key": "months",
        "entry": entry,
        "form": form,
        "is_closed": looking_back.is_closed(entry),
    }
    return render(request, template, context, status=422 if form.errors else 200)
