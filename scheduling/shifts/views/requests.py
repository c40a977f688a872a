"""Requests for places: taking one's own back, and the coordinator's answers to one or many."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import services
from scheduling.shifts.errors.shifts import ShiftRefusal
from scheduling.shifts.forms.requests import AnswerForm, uuids
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.pages import requests as request_pages
from scheduling.shifts.selectors import adding
from scheduling.shifts.views import coordinator, show, volunteer
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register.selectors import person_of
from web.errors import DomainError
from web.toasts import toast

CONFIRM, DECLINE = "confirm", "decline"


@requires("shifts.sign_up")
@require_POST
def withdraw(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask for the place no more. Nobody asks why; one may ask again."""
    shift, person = volunteer.shift_or_404(request, uuid), person_of(request.user.uuid)
    asked = SignUp.objects.filter(shift=shift, person=person, state=SignUp.State.REQUESTED)
    if person is None or not asked.exists():
        return redirect(volunteer.back_to(request, shift))
    try:
        services.cancel_own(shift=shift, person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
    else:
        again = reverse("shift-sign-up", kwargs={"uuid": uuid})
        toast(request, _("Your request is withdrawn. Thank you for telling."), undo=again)
    return redirect(volunteer.back_to(request, shift))


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def requests(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Who asks for a place, and the answers: to one by a press, to many with a word."""
    shift = coordinator.shift_or_404(request, uuid)
    if request.method == "POST":
        return _answer(request, shift)
    return _page(request, shift, form=AnswerForm(), marked=uuids(request.GET.getlist("chosen")))


def _answer(request: TenantRequest, shift: Shift) -> HttpResponseBase:
    verb = CONFIRM if CONFIRM in request.POST else DECLINE
    # The button of one row names it; that of the whole form is for all that are marked.
    one = uuids([request.POST.get(verb, "")])
    marked = one or uuids(request.POST.getlist("chosen"))
    form = AnswerForm(request.POST)
    found = request_pages.chosen(shift, marked, reader=request)
    if not form.is_valid():
        return _page(request, shift, form=form, marked=marked)
    if not found:
        form.add_error(None, _("Mark those whom you want to answer."))
        return _page(request, shift, form=form, marked=marked)
    answered = [each for each in found if _settle(request, each, verb=verb, form=form)]
    if answered:
        toast(request, _said(verb, answered))
    if form.errors:
        return _page(request, shift, form=form, marked=marked)
    more = request_pages.requests(shift).exists() and not one
    return redirect("shift-requests", uuid=shift.uuid) if more else redirect(coordinator.manage_url(shift))


def _settle(request: TenantRequest, asked: SignUp, *, verb: str, form: AnswerForm) -> bool:
    """Answer one. What is refused is said, and keeps none of the others back."""
    said = {name: text.strip() for name, text in form.cleaned_data.items()}
    try:
        if verb == CONFIRM:
            services.confirm_request(sign_up=asked, by=request.actor, **said)
        else:
            services.decline_request(sign_up=asked, by=request.actor, word=said["word"])
    except DomainError as refusal:
        why = adding.of_somebody(refusal) if isinstance(refusal, ShiftRefusal) else str(refusal)
        form.add_error(None, _("%(name)s: %(why)s") % {"name": asked.person.name, "why": why})
        return False
    return True


def _said(verb: str, answered: Sequence[SignUp]) -> str:
    if verb == CONFIRM:
        said = ngettext(
            "%(name)s has the place and is told.",
            "%(count)s people have their places and are told.",
            len(answered),
        )
    else:
        said = ngettext(
            "%(name)s is told that it is no this time.",
            "%(count)s people are told that it is no this time.",
            len(answered),
        )
    return said % {"name": answered[0].person.name, "count": len(answered)}


def _page(request: TenantRequest, shift: Shift, *, form: AnswerForm, marked: Sequence[UUID]) -> HttpResponse:
    shift.refresh_from_db(fields=["taken", "training_taken"])
    context = {
        "section": "plan",
        "shift": shift,
        "title": words.title(shift),
        "facts": show.facts(shift, today=clock.today(request.association), is_inside=True),
        "requests": request_pages.listed(shift, reader=request),
        "marked": set(marked),
        "form": form,
        "may_answer": not request.association.is_read_only,
    }
    return render(request, "shifts/requests.html", context, status=422 if form.errors else 200)
