"""Waiting for a place: the buttons on a shift's page, and the answer to an offered place, by page or link."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import beforehand, public_page, requires
from scheduling.shifts import elsewhere, services
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.errors.shifts import NotAVolunteerHere
from scheduling.shifts.links import offers as offer_links
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.pages import calls as call_pages, waiting as waiting_pages
from scheduling.shifts.services import offering, waiting
from scheduling.shifts.views import show
from scheduling.shifts.views.volunteer import back_to, shift_or_404
from scheduling.shifts.words import shifts as words
from tenants import clock
from tenants.actors import Actor
from volunteers.register.models import Person
from volunteers.register.selectors import person_of
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast


def _asker(request: TenantRequest) -> Person:
    person = person_of(request.user.uuid)
    if person is None:
        raise NotAVolunteerHere
    return person


@requires("shifts.sign_up")
@beforehand(elsewhere.look_up)
@require_POST
def wait(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Join the waiting list; who is lucky has a place at once."""
    shift = shift_or_404(request, uuid)
    try:
        person = _asker(request)
        made = services.wait(shift=shift, person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
        return redirect(show.url_of(shift))
    if made.state in SignUp.ACTIVE:
        undo = reverse("shift-cancel-own", kwargs={"uuid": uuid})
        toast(request, elsewhere.coming(request, shift), undo=undo)
    elif found := waiting_pages.of(waiting.place_of(shift=shift, person=person)):
        undo = "" if found.is_offered else reverse("shift-stop-waiting", kwargs={"uuid": uuid})
        toast(request, found.said, undo=undo)
    return redirect(back_to(request, shift))


@requires("shifts.sign_up")
@require_POST
def stop_waiting(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Leave the list, or let an offered place go on to the next one."""
    shift, person = shift_or_404(request, uuid), person_of(request.user.uuid)
    try:
        left = services.stop_waiting(shift=shift, person=person, by=request.actor) if person else None
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
        return redirect(show.url_of(shift))
    if left:
        toast(request, _("You wait for this shift no more. Thank you for telling."))
    return redirect(back_to(request, shift))


@requires("shifts.sign_up")
@require_POST
def undo_cancel(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Have the place again that one has just given back."""
    shift = shift_or_404(request, uuid)
    try:
        services.undo_cancel(shift=shift, person=_asker(request), by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
        return redirect(show.url_of(shift))
    toast(request, _("You are coming: %(shift)s.") % {"shift": words.label(shift)})
    return redirect(back_to(request, shift))


# --- the answer to an offered place ---------------------------------------------------------------


@dataclass(frozen=True)
class Answering:
    """Somebody in front of an offered place: signed in, or by their private link."""

    sign_up: SignUp
    by: Actor
    url: str
    token: str = ""

    @property
    def shift(self) -> Shift:
        """What it is a place on."""
        return self.sign_up.shift


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret")
def offer(request: TenantRequest) -> HttpResponseBase:
    """The page of a private link. Opening it does nothing: only the press on it answers."""
    sent = request.POST if request.method == "POST" else request.GET
    token = sent.get("t", "")
    found = offer_links.opened(token)
    if found is None:
        return _private(render(request, "shifts/call_gone.html", status=404))
    by = Actor(user=None, name=found.person.name)
    answering = Answering(found, by, url=offer_links.link(found), token=token)
    with translation.override(found.person.language or request.association.language):
        return _private(_answer(request, answering))


@requires("shifts.sign_up")
@beforehand(elsewhere.look_up)
@require_http_methods(["GET", "POST"])
def own_offer(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The same page for somebody who is signed in."""
    person = person_of(request.user.uuid)
    rows = SignUp.objects.select_related("person", "shift__role", "shift__site", "shift__contact_person")
    found = rows.filter(uuid=uuid, person=person).first() if person else None
    if found is None:
        raise Http404
    url = reverse("own-offer", kwargs={"uuid": uuid})
    return _answer(request, Answering(found, request.actor, url=url))


def _answer(request: TenantRequest, answering: Answering) -> HttpResponseBase:
    if request.method == "POST":
        _take_down(request, answering, said=request.POST.get("answer", ""))
        return redirect(answering.url)
    return _page(request, answering)


def _take_down(request: TenantRequest, answering: Answering, *, said: str) -> None:
    person = answering.sign_up.person
    try:
        if said == "yes":
            services.take_offered(sign_up=answering.sign_up, by=answering.by)
        elif said == "no" and answering.sign_up.state == SignUp.State.OFFERED:
            services.stop_waiting(shift=answering.shift, person=person, by=answering.by)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)


def _page(request: TenantRequest, answering: Answering) -> HttpResponse:
    shift, person = answering.shift, answering.sign_up.person
    standing = eligibility.standing_of(person, shifts=[shift])
    reasons = eligibility.reasons(shift, standing, checks=offering.CHECKS_OF_OFFERED)
    context = {
        "section": "shifts",
        "state": waiting_pages.standing(answering.sign_up, reasons=reasons),
        "facts": call_pages.facts(
            shift, today=clock.today(request.association), by_link=bool(answering.token)
        ),
        "layout": "web/public.html" if answering.token else "web/volunteer.html",
        "token": answering.token,
        "shift": shift,
        "elsewhere": elsewhere.at(request, shift.starts_at, shift.ends_at),
        "name": person.given_name,
    }
    return render(request, "shifts/offer_answer.html", context)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store, private"
    return response
