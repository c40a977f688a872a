"""Swapping shifts: asking from one's own shift, the answer of who was asked, a coordinator's word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import beforehand, public_page, requires
from scheduling.shifts import conditions, elsewhere
from scheduling.shifts.links import swaps as swap_links
from scheduling.shifts.models import Shift, SignUp, Swap
from scheduling.shifts.pages import calls as call_pages, swaps as swap_pages
from scheduling.shifts.selectors import swap_pairs
from scheduling.shifts.selectors.swap_pairs import Possible
from scheduling.shifts.services import swapping
from scheduling.shifts.views import coordinator, show, volunteer
from scheduling.shifts.views.confirming import private
from tenants import clock
from tenants.actors import Actor
from volunteers.register.selectors import person_of
from web import language
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast


class SwapForm(forms.Form):
    """Which shifts one would take instead."""

    shifts = forms.MultipleChoiceField(
        label=gettext_lazy("Shifts that you could take instead"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, found: Sequence[Possible], labels: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(each.shift.uuid): each.shift for each in found}
        field: forms.MultipleChoiceField = self.fields["shifts"]  # type: ignore[assignment]  # declared above
        field.choices = list(zip(self.known, labels, strict=True))

    def clean_shifts(self) -> list[Shift]:
        """Those that are ticked."""
        return [self.known[uuid] for uuid in self.cleaned_data["shifts"]]


# --- who asks -------------------------------------------------------------------------------------


@requires("shifts.sign_up")
@beforehand(elsewhere.look_up)
@require_http_methods(["GET", "POST"])
def shift_swap(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Which shifts one could have instead of one's own, and asking those who come to them."""
    shift, mine = _own_place(request, uuid)
    asked = swap_pages.asked_by(mine)
    waits = any(each.agreed for each in asked)
    found = [] if waits else [each for each in swap_pairs.possible(mine) if each.places]
    form = SwapForm(request.POST or None, found=found, labels=[_choice(request, each) for each in found])
    if request.method == "POST" and form.is_valid():
        try:
            swapping.ask(mine=mine, shifts=form.cleaned_data["shifts"], by=request.actor)
        except DomainError as refusal:
            form.add_error(None, show.cure(refusal))
        else:
            toast(request, _("They are being asked. The first who says yes swaps with you."))
            return redirect("shift-swap", uuid=uuid)
    context = {
        "section": "shifts",
        "shift": shift,
        "facts": show.facts(shift, today=clock.today(request.association)),
        "asked": asked,
        "waits": waits,
        "form": form if found else None,
        "approval": swapping.needs_approval(shifts=[shift]),
    }
    return render(request, "shifts/swap.html", context, status=422 if form.errors else 200)


def _choice(request: TenantRequest, found: Possible) -> str:
    """A shift that one could have instead; where one is elsewhere then, only the reader is told."""
    shift = found.shift
    other = elsewhere.at(request, shift.starts_at, shift.ends_at)
    return " – ".join([swap_pages.choice(found), *([show.elsewhere_chip().label] if other else [])])


@requires("shifts.sign_up")
@require_POST
def swap_withdraw(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask nobody any more."""
    _shift, mine = _own_place(request, uuid)
    if swapping.withdraw(mine=mine, by=request.actor):
        toast(request, _("Nobody is asked to swap any more. The shift stays yours."))
    return redirect("shift", uuid=uuid)


def _own_place(request: TenantRequest, uuid: UUID) -> tuple[Shift, SignUp]:
    """The reader's own place on a shift that has not begun; those who learn have none to give."""
    shift, person = volunteer.shift_or_404(request, uuid), person_of(request.user.uuid)
    held = SignUp.objects.select_related("person", "shift").filter(
        shift=shift, person=person, state=SignUp.State.SIGNED_UP, in_training=False
    )
    mine = held.first() if person is not None and not conditions.has_started(shift) else None
    if mine is None:
        raise Http404
    return shift, mine


# --- who is asked ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answering:
    """Somebody in front of a swap that they were asked for: signed in, or by their private link."""

    swap: Swap
    by: Actor
    url: str
    token: str = ""


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret")
def swap(request: TenantRequest) -> HttpResponseBase:
    """The page of a private link. Opening it does nothing: only the press on it answers."""
    sent = request.POST if request.method == "POST" else request.GET
    token = sent.get("t", "")
    opened = swap_links.opened(token)
    if opened is None:
        return private(render(request, "shifts/link_gone.html", status=404))
    person = opened.yours.person
    answering = Answering(
        opened, Actor(user=None, name=person.name), url=swap_links.link(opened), token=token
    )
    return private(language.answer_in(person.language, request, lambda: _answer(request, answering)))


@requires("shifts.sign_up")
@beforehand(elsewhere.look_up)
@require_http_methods(["GET", "POST"])
def own_swap(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The same page for somebody who is signed in."""
    person = person_of(request.user.uuid)
    asked = Swap.objects.select_related(*swap_links.WITH).filter(uuid=uuid, yours__person=person)
    found = asked.first() if person is not None else None
    if found is None:
        raise Http404
    return _answer(request, Answering(found, request.actor, url=reverse("own-swap", kwargs={"uuid": uuid})))


def _answer(request: TenantRequest, answering: Answering) -> HttpResponseBase:
    if request.method == "POST":
        _take_down(request, answering, said=request.POST.get("answer", ""))
        return redirect(answering.url)
    return _page(request, answering)


def _take_down(request: TenantRequest, answering: Answering, *, said: str) -> None:
    verbs = {"yes": swapping.accept, "no": swapping.decline}
    if said not in verbs:
        return
    try:
        verbs[said](swap=answering.swap, by=answering.by)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)


def _page(request: TenantRequest, answering: Answering) -> HttpResponse:
    found, by_link = answering.swap, bool(answering.token)
    today = clock.today(request.association)
    context = {
        "section": "shifts",
        "state": swap_pages.standing(found),
        "asker": found.mine.person.given_name,
        "name": found.yours.person.given_name,
        "theirs": call_pages.facts(found.mine.shift, today=today, by_link=by_link),
        "own": call_pages.facts(found.yours.shift, today=today, by_link=by_link),
        "shift": found.mine.shift,
        "elsewhere": elsewhere.at(request, found.mine.shift.starts_at, found.mine.shift.ends_at),
        "layout": "web/public.html" if by_link else "web/volunteer.html",
        "token": answering.token,
    }
    return render(request, "shifts/swap_answer.html", context)


# --- who coordinates ------------------------------------------------------------------------------


@requires("shifts.manage")
@require_POST
def swap_settle(request: TenantRequest, uuid: UUID, row: UUID) -> HttpResponseBase:
    """Approve a swap that two people have agreed, or let both keep their own."""
    shift = coordinator.shift_or_404(request, uuid)
    found = next(
        (each.swap for each in swap_pages.waiting(shift, reader=request) if each.swap.uuid == row), None
    )
    if found is None:
        raise Http404
    approves = request.POST.get("answer") == "yes"
    try:
        (swapping.approve if approves else swapping.refuse)(swap=found, by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
    else:
        toast(request, _("They have swapped and are told.") if approves else _("Both keep their own shifts."))
    return redirect(coordinator.manage_url(shift))
