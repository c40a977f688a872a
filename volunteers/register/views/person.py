"""The page of one person, and their details."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import may, requires
from tenants import clock
from volunteers.register import dossier, page_parts, person_page, reach
from volunteers.register.forms.own_fields import PersonDetailsForm
from volunteers.register.forms.person import WeekForm
from volunteers.register.models import Availability, Period, Person
from volunteers.register.person_page import Shown
from volunteers.register.services import availability as availability_verbs, merging, person as verbs
from web import formats
from web.errors import DomainError
from web.kit import Event
from web.toasts import toast

MOMENTS = 15
CHIPS: dict[str, tuple[str, str]] = {
    Period.State.PREPARING: ("wait", "wait"),
    Period.State.ACTIVE: ("check", "good"),
    Period.State.ON_BREAK: ("pause", "wait"),
    Period.State.ENDED: ("close", "neutral"),
}


@dataclass(frozen=True)
class FormPage:
    """A page with one form about a person."""

    title: str
    form: forms.Form
    verb: str
    back_url: str
    back_label: str
    intro: str = ""
    list_title: str = ""
    items: tuple[str, ...] = ()
    parts: Sequence[Shown] = ()


def form_page(request: TenantRequest, person: Person, form: forms.Form, **page: Any) -> HttpResponse:
    """The page of one form about a person, for coordinators."""
    back = {"back_url": reverse("person", kwargs={"uuid": person.uuid}, urlconf=request.urlconf)}
    context = {
        "section": "people",
        "person": person,
        "page": FormPage(form=form, back_label=person.name, **(back | page)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "register/person_form.html", context, status=status)


@requires("people.manage")
@require_GET
def person(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """One person: how they stand, what they do, what is missing, and all that happened, in one timeline."""
    found = dossier.load(uuid, reader=request)
    if found is None:
        kept = merging.kept_in_place_of(uuid=uuid)
        if kept is None or reach.person(request, kept) is None:
            raise Http404
        return redirect("person", uuid=kept)
    known = dossier.of(found)
    before = _before(request)
    moments, more = person_page.moments(found, before=before, limit=MOMENTS)
    period = known.open_period or next(iter(known.periods), None)
    context = {
        "section": "people",
        "person": found,
        "period": period,
        "chip": CHIPS[period.state] if period else None,
        "events": [_event(moment) for moment in moments],
        "older": moments[-1].at.isoformat() if more else "",
        "is_older": "before" in request.GET,
        "may_erase": may(request, "data.manage"),
        "messages_url": f"{reverse('outgoing')}?person={found.uuid}",
        "main": person_page.sections(found, request, aside=False),
        "aside": person_page.sections(found, request, aside=True),
    }
    return render(request, "register/person.html", context)


def _before(request: HttpRequest) -> datetime:
    """Before when: as the address says, else everything until this moment."""
    latest = clock.now() + timedelta(seconds=1)
    try:
        said = datetime.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return latest
    return said if said.tzinfo else latest


def _event(moment: person_page.Moment) -> Event:
    return Event(
        when=formats.day(moment.at, year=True),
        title=moment.title,
        text=moment.text,
        state=moment.state,
        url=moment.url,
    )


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change what is known of somebody."""
    found = reach.person_or_404(request, uuid)
    form = PersonDetailsForm(request.POST or None, person=found)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_person(person=found, plan=form.plan(), own=form.own_answers(), by=request.actor)
        except DomainError as refusal:
            form.add_error("born_on", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("person", uuid=found.uuid)
    return form_page(request, found, form, title=_("Change the details"), verb=_("Save"))


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_availability(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """When somebody likes to come, as they told it."""
    found = reach.person_or_404(request, uuid)
    form = week_form(request, found)
    if request.method == "POST" and form.is_valid():
        availability_verbs.set_availability(person=found, stretches=form.stretches(), by=request.actor)
        toast(request, _("Saved."))
        return redirect("person", uuid=found.uuid)
    return form_page(
        request,
        found,
        form,
        title=_("Times that suit"),
        verb=_("Save"),
        intro=_("Whoever looks for people for a shift sees these times. They promise nothing."),
        parts=page_parts.parts("person-times", found, request),
    )


def week_form(request: TenantRequest, person: Person, *, sent: bool = True) -> WeekForm:
    """The form of a person's week, with what was sent to it."""
    rows = Availability.objects.filter(person=person)
    stretches = list(rows.values_list("weekday", "from_minute", "to_minute"))
    data = request.POST if sent and request.method == "POST" else None
    return WeekForm(data, stretches=stretches)
