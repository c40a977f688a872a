"""Incidents: telling one and seeing how far it is; for owners and handlers, reading and settling them."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import incidents as known, selectors
from volunteers.register.forms.incidents import (
    HandledForm,
    HandlerForm,
    PaperForm,
    ReportForm,
    TermsForm,
    TriageForm,
    told,
)
from volunteers.register.models import Incident
from volunteers.register.services import incidents as verbs
from web.errors import DomainError
from web.kit import Pages
from web.toasts import toast

PAGE = 50
READINGS = 20
State = Incident.State
CHIPS: dict[str, tuple[str, str]] = {
    State.REPORTED: ("inbox", "urgent"),
    State.TRIAGED: ("wait", "wait"),
    State.HANDLED: ("check", "good"),
    State.CLOSED: ("done", "neutral"),
}


def _today(request: TenantRequest) -> date:
    return clock.today(request.association)


@requires("incidents.report")
@require_GET
def own_incidents(request: TenantRequest) -> HttpResponse:
    """What I reported and how far it is, and how I am insured."""
    person = selectors.person_of(request.user.uuid)
    context = {
        "section": "home",
        "lines": [(each, CHIPS[each.state]) for each in known.told_by(person)] if person else [],
        "terms": known.terms_text(),
    }
    return render(request, "register/own_incidents.html", context)


@requires("incidents.report")
@require_http_methods(["GET", "POST"])
def own_incident_new(request: TenantRequest) -> HttpResponseBase:
    """Tell what happened."""
    person = selectors.person_of(request.user.uuid)
    form = ReportForm(request.POST or None, initial={"happened_on": _today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.report(reporter=person, by=request.actor, **told(form))
        except DomainError as refusal:
            form.add_error("happened_on", str(refusal))
        else:
            toast(request, _("Thank you for telling. Somebody will take it up."))
            return redirect("own-incidents")
    context = {"section": "home", "form": form}
    return render(request, "register/own_incident_new.html", context, status=422 if form.errors else 200)


@requires("incidents.see")
@require_GET
def incidents(request: TenantRequest) -> HttpResponse:
    """Those that I may read: all for owners, else what I was asked to handle."""
    found = known.readable(request)
    number = request.GET.get("page", "")
    pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=found.count())
    shown = found[pages.first - 1 : pages.last] if pages.total else []
    context = {
        "section": "incidents",
        "owns": known.owns(request),
        "lines": [(each, CHIPS[each.state]) for each in shown],
        "pages": pages,
    }
    return render(request, "register/incidents.html", context)


@requires("incidents.see")
@require_http_methods(["GET", "POST"])
def incident_new(request: TenantRequest) -> HttpResponseBase:
    """Note what somebody told on paper or by phone. Who notes it cannot read it again, unless they may."""
    form = PaperForm(request.POST or None, reader=request, initial={"happened_on": _today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.report(
                reporter=form.cleaned_data["reporter"], by=request.actor, on_paper=True, **told(form)
            )
        except DomainError as refusal:
            form.add_error("happened_on", str(refusal))
        else:
            toast(request, _("The report is kept. An owner reads it."))
            return redirect("incidents")
    context = {"section": "incidents", "form": form}
    return render(request, "register/incident_new.html", context, status=422 if form.errors else 200)


@requires("incidents.see")
@require_http_methods(["GET", "POST"])
def incident(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """One of them: what it says, and the next step."""
    found = get_object_or_404(known.readable(request), uuid=uuid)
    gives = "name_handler" in request.POST
    form = _next_form(request, found)
    to_give = _handler_form(request, found, sent=gives)
    sent = to_give if gives else form
    if request.method == "POST" and (sent is None or sent.is_valid()):
        try:
            _take_step(request, found, sent)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("Saved."))
        readable = known.readable(request).filter(pk=found.pk).exists()
        return redirect("incident", uuid=uuid) if readable else redirect("incidents")
    context = {
        "section": "incidents",
        "opened": known.open_incident(found, by=request.actor),
        "chip": CHIPS[found.state],
        "form": form,
        "handler_form": to_give,
        "readings": known.readings(found)[:READINGS] if known.owns(request) else [],
    }
    return render(request, "register/incident.html", context, status=422 if sent and sent.errors else 200)


def _next_form(request: TenantRequest, incident: Incident) -> forms.Form | None:
    """The form of the step that comes next; the last step has none."""
    data = request.POST if request.method == "POST" and "name_handler" not in request.POST else None
    if incident.state == State.REPORTED:
        mine = {"handler": str(request.user.uuid)}
        return TriageForm(data, team=known.team(), initial=mine)
    return HandledForm(data) if incident.state == State.TRIAGED else None


def _handler_form(request: TenantRequest, incident: Incident, *, sent: bool) -> HandlerForm | None:
    """To give it to somebody else: owners only, while it is being handled."""
    if not known.owns(request) or incident.state not in {State.TRIAGED, State.HANDLED}:
        return None
    now = {"handler": str(incident.handler_user or "")}
    return HandlerForm(request.POST if sent else None, team=known.team(), initial=now, auto_id="new_%s")


def _take_step(request: TenantRequest, incident: Incident, form: forms.Form | None) -> None:
    said = form.cleaned_data if form is not None else {}
    if isinstance(form, TriageForm):
        verbs.triage(
            incident=incident,
            handler=UUID(said["handler"]),
            is_insurance_matter=said["is_insurance_matter"],
            by=request.actor,
        )
    elif isinstance(form, HandlerForm):
        verbs.name_handler(incident=incident, handler=UUID(said["handler"]), by=request.actor)
    elif isinstance(form, HandledForm):
        verbs.handle(incident=incident, by=request.actor, **said)
    else:
        verbs.close(incident=incident, by=request.actor)


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def insurance_terms(request: TenantRequest) -> HttpResponseBase:
    """What the insurance covers, for the list and for volunteers to read."""
    form = TermsForm(request.POST or None, terms=known.insurance_terms())
    if request.method == "POST" and form.is_valid():
        verbs.write_terms(texts=form.texts(), by=request.actor)
        toast(request, _("Saved."))
        return redirect("people-insured")
    return render(request, "register/insurance_terms.html", {"section": "people", "form": form})
