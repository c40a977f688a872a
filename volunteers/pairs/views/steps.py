"""What the coordinator does with a pair, step by step."""

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.pairs import clients, selectors, suggestions, words
from volunteers.pairs.forms import EndForm, MeetingForm, TalkForm
from volunteers.pairs.models import Feeling, Pair
from volunteers.pairs.services import agreements, ending, intake, matching, meetings
from volunteers.pairs.views.pairs import SECTION, mine_or_404
from volunteers.register import reach
from web.errors import DomainError
from web.toasts import toast

State = Pair.State


def context_of(pair: Pair, **more: Any) -> dict[str, Any]:
    """What each page of a step shows."""
    return {"section": SECTION, "pair": pair, "name": words.name(pair), **more}


def first_field(form: Any) -> str | None:
    """Where a refusal is said that belongs to no field of its own."""
    return next(iter(form.fields), None)


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_talk(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The starting talk, and to what it led."""
    found = mine_or_404(request, uuid)
    today = clock.today(request.association)
    form = TalkForm(request.POST or None, talked=found.talked_on is not None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            intake.note_talk(pair=found, on=data.get("on"), outcome=data["outcome"], by=request.actor)
        except DomainError as refusal:
            form.add_error(first_field(form), str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("pair", uuid=uuid)
    status = 422 if form.errors else 200
    return render(request, "pairs/pair_talk.html", context_of(found, form=form), status=status)


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_suggestions(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Who might suit, and why; one of them is asked."""
    found = mine_or_404(request, uuid)
    if found.state != State.WAITING:
        return redirect("pair", uuid=uuid)
    if request.method == "POST":
        wanted = request.POST.get("person", "")
        person = get_object_or_404(reach.people(request), uuid=_uuid(wanted), is_blank=False)
        try:
            matching.propose(pair=found, person=person, among=request, by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
            return redirect("pair-suggestions", uuid=uuid)
        toast(request, _("%(name)s was asked. Ask the client, too.") % {"name": person.name})
        return redirect("pair", uuid=uuid)
    # What suits is worked out from what the client has told: that is a reading, too.
    clients.read(found.client, by=request.actor)
    rows = suggestions.find(request, found, today=clock.today(request.association))
    return render(request, "pairs/pair_suggestions.html", context_of(found, rows=rows))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@requires("pairs.manage")
@require_POST
def pair_answer(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """What the client says to the proposal, or the volunteer by phone."""
    found = mine_or_404(request, uuid)
    proposal = selectors.open_proposal(found)
    who, yes = request.POST.get("who"), request.POST.get("says") == "yes"
    if proposal is not None:
        verb = matching.client_answers if who == "client" else matching.volunteer_answers
        try:
            verb(proposal=proposal, yes=yes, by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("Noted. No reason is needed."))
    return redirect("pair", uuid=uuid)


STEPS: dict[str, Callable[..., object]] = {
    "pause": ending.pause,
    "go_on": ending.go_on,
    "seek": ending.seek_another,
    "review": agreements.note_review,
    "settle": ending.settle,
}


@requires("pairs.manage")
@require_POST
def pair_step(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """One press: pausing, going on, another volunteer, a review held, something talked about."""
    found = mine_or_404(request, uuid)
    verb = STEPS.get(request.POST.get("step", ""))
    if verb is not None:
        try:
            verb(pair=found, by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("Saved."))
    return redirect("pair", uuid=uuid)


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_meeting(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Note a meeting for a volunteer who told it by phone."""
    found = mine_or_404(request, uuid)
    form = MeetingForm(
        request.POST or None,
        zone=ZoneInfo(request.association.timezone),
        initial={"day": clock.today(request.association)},
    )
    if request.method == "POST" and form.is_valid():
        feeling = request.POST.get("feeling", Feeling.FINE)
        try:
            meetings.note(pair=found, noted=form.noted(feeling), by=request.actor)
        except DomainError as refusal:
            form.add_error("day", str(refusal))
        else:
            toast(request, _("Noted. The hours wait for approval."))
            return redirect("pair", uuid=uuid)
    status = 422 if form.errors else 200
    return render(request, "pairs/pair_meeting.html", context_of(found, form=form), status=status)


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_end(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The last day, and whether it is as agreed."""
    found = mine_or_404(request, uuid)
    initial = {"on": found.ends_on or clock.today(request.association), "how": found.ended_how}
    form = EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            ending.end(pair=found, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("on", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("pair", uuid=uuid)
    status = 422 if form.errors else 200
    return render(request, "pairs/pair_end.html", context_of(found, form=form), status=status)
