"""The volunteer's own pairs: what is asked, with whom one walks, and two taps after a meeting."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.pairs import clients, forms, selectors, states, words
from volunteers.pairs.forms import MINUTES, MeetingForm, SignForm
from volunteers.pairs.models import Feeling, Meeting, Pair, Signal
from volunteers.pairs.services import agreements, ending, matching, meetings
from volunteers.pairs.views.agreeing import terms_of
from web.errors import DomainError
from web.kit import Fact
from web.toasts import toast

MEETINGS, OTHERS = 5, 50


@requires("pairs.own")
@require_GET
def own_pairs(request: TenantRequest) -> HttpResponse:
    """What I am asked, and my pairs. No client is named here."""
    asked = []
    for proposal in selectors.own_proposals(request)[:OTHERS]:
        client = proposal.pair.client
        # The place, the language and the times are enough to say yes or no.
        known = clients.read(client, by=request.actor)
        parts = [known.municipality, client.get_language_display(), words.times(client.times)]
        asked.append((proposal, " · ".join(str(each) for each in parts if each)))
    context = {
        "section": "home",
        "asked": asked,
        "pairs": [
            (each, words.name(each), words.CHIPS[each.state]) for each in selectors.own(request)[:OTHERS]
        ],
        "limits": forms.limit_texts(None),
    }
    return render(request, "pairs/own_pairs.html", context)


def _own_or_404(request: TenantRequest, uuid: UUID) -> Pair:
    found = selectors.own_open(request, uuid)
    if found is None:
        raise Http404
    return found


@requires("pairs.own")
@require_http_methods(["GET", "POST"])
def own_pair(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """With whom I walk, what we agreed, and when we met: noted with two taps."""
    found = _own_or_404(request, uuid)
    zone = ZoneInfo(request.association.timezone)
    form = MeetingForm(request.POST or None, zone=zone, initial=_before(found))
    if request.method == "POST" and form.is_valid():
        try:
            noted = form.noted(request.POST.get("feeling", ""))
            made = meetings.note(pair=found, noted=noted, by=request.actor)
        except DomainError as refusal:
            form.add_error("day", str(refusal))
        else:
            calls = made.feeling == Feeling.TALK
            toast(request, _("Noted. Your coordinator calls you.") if calls else _("Noted. Thank you!"))
            return redirect("own-pair", uuid=uuid)
    known = clients.read(found.client, by=request.actor)
    together = found.state in states.TOGETHER
    met = found.meetings.filter(person=found.volunteer).order_by("-starts_at", "-pk")[:MEETINGS]
    context = {
        "section": "home",
        "pair": found,
        "known": known,
        "contact": _contact(known, found) if together else [],
        "chip": words.CHIPS[found.state],
        "terms": terms_of(found.agreement) if found.agreement else [],
        "to_sign": _mine_to_sign(found),
        "review_due": selectors.reviews_due(
            Pair.objects.filter(pk=found.pk), today=clock.today(request.association)
        ).exists(),
        "limits": forms.limit_texts(found.agreement),
        "form": form if found.state in states.MEETING else None,
        "met": [(each, words.meeting(each), each.noted_at > clock.now() - meetings.UNDO) for each in met],
    }
    return render(request, "pairs/own_pair.html", context, status=422 if form.errors else 200)


def _contact(known: clients.Opened, pair: Pair) -> list[Fact]:
    rows = [("phone", known.contact), ("pin", known.municipality)]
    found = [Fact(icon, text) for icon, text in rows if text]
    return [*found, Fact("language", pair.client.get_language_display())]


def _before(pair: Pair) -> dict[str, Any]:
    """Today, at the time of the last meeting where that is past; else as if it had ended just now."""
    now = timezone.localtime(clock.now())
    last = pair.meetings.order_by("-starts_at").first()
    minutes = last.minutes if last is not None and last.minutes in dict(MINUTES) else 60
    began: datetime = timezone.localtime(last.starts_at) if last is not None else now
    if last is None or began.time() > (now - timedelta(minutes=minutes)).time():
        began = now - timedelta(minutes=minutes + now.minute % 15)
    return {"day": now.date(), "at": began.time(), "minutes": minutes}


def _mine_to_sign(pair: Pair) -> bool:
    agreement = selectors.to_sign(pair)
    return agreement is not None and agreement.volunteer_signed_at is None


@requires("pairs.own")
@require_POST
def own_pair_answer(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Yes, or no: no reason is asked."""
    proposal = get_object_or_404(selectors.own_proposals(request), uuid=uuid)
    yes = request.POST.get("says") == "yes"
    try:
        matching.volunteer_answers(proposal=proposal, yes=yes, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        thanks = _("Thank you. Your coordinator goes on from here.")
        toast(request, thanks if yes else _("Noted. No reason is needed."))
    return redirect("own-pairs")


@requires("pairs.own")
@require_http_methods(["GET", "POST"])
def own_pair_sign(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Read what is agreed and what a support person does not do, and sign."""
    found = _own_or_404(request, uuid)
    agreement = selectors.to_sign(found)
    if agreement is None or agreement.volunteer_signed_at is not None:
        return redirect("own-pair", uuid=uuid)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agreements.sign_as_volunteer(
                agreement=agreement, has_read=form.cleaned_data["has_read"], by=request.actor
            )
        except DomainError as refusal:
            form.add_error("has_read", str(refusal))
        else:
            toast(request, _("Signed."))
            return redirect("own-pair", uuid=uuid)
    if request.method == "GET":
        clients.read(found.client, by=request.actor)
    context = {
        "section": "home",
        "pair": found,
        "form": form,
        "terms": terms_of(agreement),
        "limits": forms.limit_texts(agreement),
    }
    return render(request, "pairs/own_pair_sign.html", context, status=422 if form.errors else 200)


@requires("pairs.own")
@require_POST
def own_pair_ask(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """I would like to talk; is this a professional's job; or I pause or stop. One press, no reason."""
    found = _own_or_404(request, uuid)
    kind = request.POST.get("kind", "")
    if kind == Signal.Kind.STOPS:
        ending.stop(pair=found, by=request.actor)
        toast(request, _("Noted. Your coordinator talks with the client and with you."))
    elif kind in {Signal.Kind.TALK, Signal.Kind.PROFESSIONAL}:
        ending.ask(pair=found, kind=kind, by=request.actor)
        toast(request, _("Noted. Your coordinator calls you."))
    return redirect("own-pair", uuid=uuid)


@requires("pairs.own")
@require_POST
def own_meeting_undo(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take back a meeting that was a slip."""
    mine = Meeting.objects.filter(pair__in=selectors.own(request).order_by())
    met = get_object_or_404(mine.select_related("pair", "person"), uuid=uuid)
    try:
        meetings.take_back(meeting=met, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Taken back."))
    return redirect("own-pair", uuid=met.pair.uuid)
