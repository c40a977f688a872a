"""The coordinator's pages: all pairs, one pair, taking a client in, correcting, withdrawing, handing over."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import may, requires
from tenants import clock
from volunteers.pairs import clients, consent, limits, links, selectors, states, words
from volunteers.pairs.forms import ClientForm, HandOverForm, IntakeForm
from volunteers.pairs.models import Agreement, Pair
from volunteers.pairs.services import intake, linking
from volunteers.pairs.views.facts import facts_of
from volunteers.register import incidents
from web import formats
from web.errors import DomainError
from web.kit import Fact, Pages, Tab
from web.toasts import toast

PAGE, MEETINGS, READINGS = 25, 10, 20
SECTION = "pairs"
State = Pair.State


def mine_or_404(request: TenantRequest, uuid: UUID) -> Pair:
    """A pair of which the reader is in charge."""
    return get_object_or_404(selectors.in_charge(request), uuid=uuid)


def page_of(request: TenantRequest, total: int, *, size: int = PAGE, url: str = "?page=") -> Pages:
    """Where a reader stands in a list of this many."""
    number = request.GET.get("page", "")
    return Pages.of(number=int(number) if number.isdecimal() else 1, size=size, total=total, url=url)


@requires("pairs.manage")
@require_GET
def pairs(request: TenantRequest) -> HttpResponse:
    """Pairs in my charge; or all of the association, of whose clients nothing is told."""
    shows_all = request.GET.get("show") == "all"
    found = selectors.of_association(request) if shows_all else selectors.in_charge(request)
    pages = page_of(request, found.count(), url="?show=all&page=" if shows_all else "?page=")
    shown = selectors.with_last(found)[pages.first - 1 : pages.last] if pages.total else []
    context = {
        "section": SECTION,
        "tabs": [
            Tab(pgettext("support pairs", "In my charge"), "?", current=not shows_all),
            Tab(pgettext("support pairs", "All"), "?show=all", current=shows_all),
        ],
        "shows_all": shows_all,
        "lines": [_line(request, each) for each in shown],
        "pages": pages,
        "gives": may(request, "pairs.hand_over"),
    }
    return render(request, "pairs/pairs.html", context)


def _line(request: TenantRequest, pair: Pair) -> dict[str, Any]:
    met_at = pair.met_at  # type: ignore[attr-defined]  # annotated by with_last
    return {
        "pair": pair,
        "name": words.name(pair),
        "sub": words.line(pair, met_at),
        "chip": words.CHIPS[pair.state],
        "mine": pair.coordinator_user == request.user.uuid,
    }


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_new(request: TenantRequest) -> HttpResponseBase:
    """A client comes: little is asked, and nothing is kept before they agree."""
    form = IntakeForm(request.POST or None, reader=request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = intake.take_in(
                key=form.sent_key(),
                told=form.told(),
                role=data["role"],
                agrees=data["agrees"],
                way=data["way"],
                language=(get_language() or "fi")[:2],
                by=request.actor,
            )
        except DomainError as refusal:
            form.add_error("agrees", str(refusal))
        else:
            toast(request, _("Kept. Agree on a time for the starting talk."))
            return redirect("pair", uuid=made.uuid)
    context = {"section": SECTION, "form": form, "consent": consent.texts(), "limits": limits.texts()}
    return render(request, "pairs/pair_new.html", context, status=422 if form.errors else 200)


@requires("pairs.manage")
@require_GET
def pair(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One pair: who it is, what comes next, what was agreed, when they met, who has read it."""
    found = mine_or_404(request, uuid)
    pages = page_of(request, found.meetings.count(), size=MEETINGS)
    meetings = (
        found.meetings.order_by("-starts_at", "-pk")[pages.first - 1 : pages.last] if pages.total else []
    )
    today = clock.today(request.association)
    known = clients.read(found.client, by=request.actor)
    context = {
        "section": SECTION,
        "pair": found,
        "name": words.name(found),
        "chip": words.CHIPS[found.state],
        "known": known,
        "facts": facts_of(found, known),
        "proposal": selectors.open_proposal(found) if found.state == State.PROPOSED else None,
        "to_sign": selectors.to_sign(found),
        "agreement": _agreement(found.agreement),
        "signals": list(selectors.open_signals(found)),
        "review_due": selectors.reviews_due(Pair.objects.filter(pk=found.pk), today=today).exists(),
        "meetings": [(each, words.meeting(each)) for each in meetings],
        "pages": pages,
        "readings": clients.readings(found.client, most=READINGS),
        "is_open": found.closed_on is None,
        "meets": found.state in states.MEETING,
        "ends": formats.day(found.ends_on, year=True) if found.ends_on else "",
        "limits": limits.texts(),
        "gives": may(request, "pairs.hand_over"),
    }
    return render(request, "pairs/pair.html", context)


def _agreement(agreement: Agreement | None) -> list[Fact]:
    """What is in force, in words."""
    if agreement is None:
        return []
    content, goals = clients.own_words(agreement)
    return [
        Fact("calendar", words.duration(agreement), agreement.get_rhythm_display()),
        Fact("people", words.content(agreement), content or ""),
        Fact("check", words.goals(agreement), goals or ""),
        Fact(
            "clock",
            _("Looking back on %(half)s and %(end)s")
            % {
                "half": formats.day(agreement.half_on, year=True),
                "end": formats.day(agreement.end_on, year=True),
            },
        ),
    ]


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_client(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Write anew what is kept of the client."""
    found = mine_or_404(request, uuid)
    if found.client.blanked_at is not None:
        return redirect("pair", uuid=uuid)
    known = clients.read(found.client, by=request.actor)
    initial = vars(known) | {"language": found.client.language, "times": found.client.times}
    form = ClientForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            intake.correct(pair=found, told=form.told(), by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("Saved."))
        return redirect("pair", uuid=uuid)
    context = {"section": SECTION, "form": form, "pair": found, "name": words.name(found)}
    return render(request, "pairs/pair_client.html", context, status=422 if form.errors else 200)


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_withdraw(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The client takes the consent back: asked once, then everything goes."""
    found = mine_or_404(request, uuid)
    if request.method != "POST":
        context = {"section": SECTION, "pair": found, "name": words.name(found)}
        return render(request, "pairs/pair_withdraw.html", context)
    intake.withdraw(pair=found, by=request.actor)
    toast(request, _("Everything that was known of the client is deleted. The pair has ended."))
    return redirect("pair", uuid=uuid)


@requires("pairs.manage")
@require_http_methods(["GET", "POST"])
def pair_link(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Make the client's private link, shown this once, or end it."""
    found = mine_or_404(request, uuid)
    if found.client.blanked_at is not None:
        return redirect("pair", uuid=uuid)
    link = ""
    try:
        if "end" in request.POST:
            linking.end(pair=found, by=request.actor)
            toast(request, _("The link opens nothing any more."))
            return redirect("pair-link", uuid=uuid)
        if request.method == "POST":
            link = links.address(linking.make(pair=found, by=request.actor))
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("pair", uuid=uuid)
    context = {
        "section": SECTION,
        "pair": found,
        "name": words.name(found),
        "link": link,
        "has_link": bool(found.client.token_hash),
    }
    response = render(request, "pairs/pair_link.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@requires("pairs.hand_over")
@require_http_methods(["GET", "POST"])
def pair_hand_over(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Say who is in charge. Nothing of the client is shown here."""
    found = get_object_or_404(selectors.of_association(request), uuid=uuid)
    initial = {"to": str(found.coordinator_user or "")}
    form = HandOverForm(request.POST or None, team=incidents.team(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            intake.hand_over(pair=found, to=form.cleaned_data["to"], by=request.actor)
        except DomainError as refusal:
            form.add_error("to", str(refusal))
        else:
            toast(request, _("Saved. Only the coordinator in charge reads the client."))
            return redirect("pairs")
    context = {"section": SECTION, "form": form, "pair": found, "name": words.name(found)}
    return render(request, "pairs/pair_hand_over.html", context, status=422 if form.errors else 200)
