"""A shift has moved: the page on which somebody says whether the new time suits them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import public_page, requires
from scheduling.shifts import conditions, services
from scheduling.shifts.links import confirming as confirm_links
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.pages import calls as call_pages
from scheduling.shifts.views import coordinator, show, volunteer
from tenants import clock
from tenants.actors import Actor
from volunteers.register import reach
from volunteers.register.selectors import person_of
from web import language
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast

State = Literal["asked", "coming", "released", "off", "over"]


@dataclass(frozen=True)
class Answering:
    """Somebody in front of their own place: signed in, or by their private link."""

    sign_up: SignUp
    by: Actor
    url: str
    token: str = ""


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret")
def confirm(request: TenantRequest) -> HttpResponseBase:
    """The page of a private link. Opening it does nothing: only the press on it answers."""
    sent = request.POST if request.method == "POST" else request.GET
    token = sent.get("t", "")
    sign_up = confirm_links.opened(token)
    if sign_up is None:
        return private(render(request, "shifts/link_gone.html", status=404))
    answering = Answering(
        sign_up, Actor(user=None, name=sign_up.person.name), url=confirm_links.link(sign_up), token=token
    )
    return private(language.answer_in(sign_up.person.language, request, lambda: _answer(request, answering)))


@requires("shifts.sign_up")
@require_http_methods(["GET", "POST"])
def shift_confirm(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The same page for somebody who is signed in."""
    shift, person = volunteer.shift_or_404(request, uuid), person_of(request.user.uuid)
    held = SignUp.objects.select_related("person").filter(shift=shift, person=person) if person else None
    sign_up = held.order_by("-changed_at", "-pk").first() if held is not None else None
    if sign_up is None:
        raise Http404
    sign_up.shift = shift
    return _answer(
        request, Answering(sign_up, request.actor, url=reverse("shift-confirm", kwargs={"uuid": uuid}))
    )


@requires("shifts.manage")
@require_POST
def confirm_for(request: TenantRequest, uuid: UUID, sign_up: UUID) -> HttpResponseBase:
    """Note for somebody who has called that the new time suits them."""
    shift = coordinator.shift_or_404(request, uuid)
    here = SignUp.objects.select_related("person", "shift").filter(shift=shift, uuid=sign_up)
    held = reach.of_people(request, here).first()
    if held is None:
        raise Http404
    try:
        services.confirm(sign_up=held, asked_at=_asked_at(request), by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
    else:
        toast(request, _("The new time suits %(name)s.") % {"name": held.person.name})
    return redirect(coordinator.manage_url(shift))


def _answer(request: TenantRequest, answering: Answering) -> HttpResponseBase:
    if request.method == "POST":
        _take_down(request, answering, said=request.POST.get("answer", ""))
        return redirect(answering.url)
    return _page(request, answering, answering.sign_up.shift)


def _take_down(request: TenantRequest, answering: Answering, *, said: str) -> None:
    verbs = {"yes": services.confirm, "no": services.decline}
    if said not in verbs:
        return
    try:
        verbs[said](sign_up=answering.sign_up, asked_at=_asked_at(request), by=answering.by)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)


def _asked_at(request: TenantRequest) -> datetime | None:
    """The question that was on the page."""
    try:
        return datetime.fromisoformat(request.POST.get("asked", ""))
    except ValueError:
        return None


def _page(request: TenantRequest, answering: Answering, shift: Shift) -> HttpResponse:
    by_link = bool(answering.token)
    context = {
        "section": "shifts",
        "state": standing(answering.sign_up, shift=shift),
        "asked": answering.sign_up.confirm_asked_at,
        "facts": call_pages.facts(shift, today=clock.today(request.association), by_link=by_link),
        "layout": "web/public.html" if by_link else "web/volunteer.html",
        "token": answering.token,
        "shift": shift,
        "name": answering.sign_up.person.given_name,
    }
    return render(request, "shifts/confirm.html", context)


def standing(sign_up: SignUp, *, shift: Shift) -> State:
    """Where they stand now."""
    if sign_up.state == SignUp.State.CANCELLED_BY_VOLUNTEER:
        return "released"
    if shift.state == Shift.State.CANCELLED or sign_up.state not in SignUp.ACTIVE:
        return "off"
    if conditions.has_started(shift):
        return "over"
    return "asked" if sign_up.confirm_asked_at is not None else "coming"


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Nobody keeps the page of a private link."""
    response.headers["Cache-Control"] = "no-store, private"
    return response
