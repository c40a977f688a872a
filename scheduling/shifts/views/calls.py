"""Looking for somebody at short notice: whom to ask, who was asked, and the answer of each."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import beforehand, public_page, requires
from notifications import calls
from notifications.models import Call
from scheduling.shifts import conditions, elsewhere, services, states
from scheduling.shifts.forms.calls import CallForm
from scheduling.shifts.links import calls as call_links
from scheduling.shifts.models import Shift
from scheduling.shifts.pages import calls as call_pages
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.selectors.candidates import candidates
from scheduling.shifts.views import coordinator, show
from scheduling.shifts.words import shifts as words
from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Person
from volunteers.register.selectors import person_of
from web import language
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast

# --- for coordinators -----------------------------------------------------------------------------


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def shift_call(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Who could come, and asking them; while that goes on, who was asked and what they said."""
    shift = coordinator.shift_or_404(request, uuid)
    found = candidates(shift, reader=request)
    form = CallForm(request.POST or None, people=found.people, shift=shift)
    if request.method == "POST" and form.is_valid():
        try:
            services.call_people(shift=shift, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, show.cure(refusal))
        else:
            toast(request, _("The first ones are being asked now."))
            return redirect("shift-call", uuid=uuid)
    about = list(calls.calls_about(subject_kind=states.SHIFT, subject_uuid=shift.uuid))
    pages = [call_pages.of(call, shift=shift, reader=request) for call in about]
    going_on = next((page for page in pages if page.is_open), None)
    can_call = conditions.is_open(shift) and not request.association.is_read_only and going_on is None
    context = {
        "section": "plan",
        "shift": shift,
        "title": words.title(shift),
        "facts": show.facts(shift, today=clock.today(request.association)),
        "free": max(0, shift.places - shift.taken),
        "going_on": going_on,
        "earlier": [page for page in pages if page is not going_on],
        "form": form if can_call else None,
        "found": found,
        "can_end": going_on is not None and not request.association.is_read_only,
    }
    return render(request, "shifts/call_people.html", context, status=422 if form.errors else 200)


@requires("shifts.manage")
@require_POST
def shift_call_end(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask nobody any more."""
    shift = coordinator.shift_or_404(request, uuid)
    call = calls.open_call(subject_kind=states.SHIFT, subject_uuid=shift.uuid)
    if call is not None and services.end_call(call=call, by=request.actor):
        toast(request, _("Nobody more is asked. Those who were asked are told."))
    return redirect("shift-call", uuid=uuid)


# --- for those who are asked ----------------------------------------------------------------------


@dataclass(frozen=True)
class Answering:
    """Somebody in front of one call: signed in, or by their private link."""

    call: Call
    person: Person
    by: Actor
    url: str
    token: str = ""


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret")
def call(request: TenantRequest) -> HttpResponseBase:
    """The page of a private link. Opening it does nothing: only the press on it answers."""
    sent = request.POST if request.method == "POST" else request.GET
    token = sent.get("t", "")
    opened = call_links.opened(token)
    if opened is None:
        return _private(render(request, "shifts/call_gone.html", status=404))
    asked, person = opened
    url = call_links.link(asked, person=person.uuid)
    by = Actor(user=None, name=person.name)
    answering = Answering(asked, person, by, url=url, token=token)
    return _private(language.answer_in(person.language, request, lambda: _answer(request, answering)))


@requires("shifts.sign_up")
@beforehand(elsewhere.look_up)
@require_http_methods(["GET", "POST"])
def own_call(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The same page for somebody who is signed in."""
    person = person_of(request.user.uuid)
    asked = Call.objects.filter(uuid=uuid, called__person_uuid=person.uuid).first() if person else None
    if person is None or asked is None:
        raise Http404
    return _answer(
        request, Answering(asked, person, request.actor, url=reverse("own-call", kwargs={"uuid": uuid}))
    )


def _answer(request: TenantRequest, answering: Answering) -> HttpResponseBase:
    shift = selectors.shift_called_for(answering.call)
    if shift is None:
        return render(request, "shifts/call_gone.html", status=404)
    if request.method == "POST":
        _take_down(request, answering, said=request.POST.get("answer", ""))
        return redirect(answering.url)
    return _page(request, answering, shift)


def _take_down(request: TenantRequest, answering: Answering, *, said: str) -> None:
    if said == calls.Answer.NO:
        services.say_no(call=answering.call, person=answering.person)
    elif said == calls.Answer.YES:
        try:
            services.say_yes(call=answering.call, person=answering.person, by=answering.by)
        except DomainError as refusal:
            toast(request, show.cure(refusal), bad=True)


def _page(request: TenantRequest, answering: Answering, shift: Shift) -> HttpResponse:
    state = call_pages.standing(answering.call, person=answering.person, shift=shift)
    context = {
        "section": "shifts",
        "state": state,
        "facts": call_pages.facts(
            shift, today=clock.today(request.association), by_link=bool(answering.token)
        ),
        "layout": "web/public.html" if answering.token else "web/volunteer.html",
        "token": answering.token,
        "shift": shift,
        "elsewhere": elsewhere.at(request, shift.starts_at, shift.ends_at),
        "name": answering.person.given_name,
    }
    return render(request, "shifts/call_answer.html", context)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store, private"
    return response
