"""The administrator's pages over the associations: setting up, suspending, bringing back."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from tenants import clock, crossings, lifecycle
from tenants.models import Affiliation, Association, Deletion, Invitation, JoinRequest, ProcessingAgreement
from umbrella import members, selectors as figures
from umbrella.affiliations import selectors as affiliations
from umbrella.ending import selectors as leaving, services as ending
from umbrella.forms import CoordinatorForm, SuspendForm
from umbrella.joining import selectors
from umbrella.members import Member
from umbrella.page_parts import SOMEBODY
from web import formats
from web.errors import DomainError
from web.kit import Column, Event, Fact, Pages
from web.shells import Shell, word
from web.toasts import toast

#: Associations on one page of a list.
SHOWN = 50

BEFORE = {
    Association.State.REQUESTED,
    Association.State.APPROVED,
    Association.State.PROVISIONING,
    Association.State.PROVISIONING_FAILED,
}
"""Not set up yet."""


def member_or_404(request: UmbrellaRequest, slug: str) -> Member:
    """The association of this federation with an address."""
    found = members.member(request.umbrella, slug)
    if found is None:
        raise Http404
    return found


def to_page(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Back to the association's own page."""
    return redirect(reverse("association", urlconf=request.urlconf, kwargs={"slug": slug}))


@requires("associations.see")
@require_GET
@never_cache
def associations(request: UmbrellaRequest) -> HttpResponse:
    """Who belongs to the federation, and where each stands."""
    here = {name: request.GET.get(name, "") for name in ("page", "earlier", "deleted")}
    lists = {
        "page": members.members(request.umbrella),
        "earlier": affiliations.left(request.umbrella),
        "deleted": members.deleted(request.umbrella),
    }
    pages = {name: Paginator(found, SHOWN).get_page(here[name]) for name, found in lists.items()}
    context = {
        "section": "associations",
        "columns": [
            Column(_("Association")),
            Column(_("State")),
            Column(_("District"), wide=True),
            Column(_("Affiliated since"), wide=True),
        ],
        "left_columns": [Column(_("Association")), Column(_("Last day"))],
        "total": pages["page"].paginator.count,
        "members": _lines(request, [members.as_member(each) for each in pages["page"]]),
        "left": list(pages["earlier"]),
        "deleted": [members.as_member(each) for each in pages["deleted"]],
        "pages": {name: _pages(page, name, here) for name, page in pages.items()},
        "waiting": selectors.waiting(request.umbrella),
    }
    return render(request, "umbrella/associations.html", context)


def _lines(request: UmbrellaRequest, found: list[Member]) -> list[SafeString]:
    """The members as rows of their table: where each stands, drawn once for all that stand there."""
    anybody = reverse("association", urlconf=request.urlconf, kwargs={"slug": SOMEBODY})
    shells: dict[tuple[str, bool], Shell] = {}
    names = ("url", "name", "district", "iso", "since")
    lines = []
    for member in found:
        shape = (member.association.state, bool(member.district))
        if shape not in shells:
            context = {
                "line": {name: word(name) for name in names},
                "has_district": bool(member.district),
                "icon": member.icon,
                "tone": member.tone,
                "label": member.association.get_state_display(),
            }
            shells[shape] = Shell("umbrella/_member_line.html", context)
        words = (
            anybody.replace(SOMEBODY, member.association.slug),
            member.association.name,
            member.district,
            member.since.isoformat(),
            formats.day(member.since, weekday=False, year=True),
        )
        lines.append(shells[shape].fill(dict(zip(names, words, strict=True))))
    return lines


def _pages(page: Page[Affiliation], name: str, here: Mapping[str, str]) -> Pages:
    """The pages of one of several lists; the others stay where they are."""
    others = urlencode({other: number for other, number in here.items() if number and other != name})
    url = f"?{others}&{name}=" if others else f"?{name}="
    return Pages.of(number=page.number, size=SHOWN, total=page.paginator.count, url=url)


@requires("associations.see")
@require_GET
@never_cache
def association(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """One association: its state, how it came there, and what its administrator may do now."""
    return render(request, "umbrella/association.html", _association_page(request, slug))


def _association_page(request: UmbrellaRequest, slug: str, **more: Any) -> dict[str, Any]:
    member = member_or_404(request, slug)
    state = member.association.state
    manages = may(request, "associations.manage")
    found = leaving.leaving(member.association)
    is_leaving = found.passage is not None and found.passage.finished_at is None
    is_new = state in BEFORE or (
        state == Association.State.ACTIVE and members.lacks_a_coordinator(member.association)
    )
    invites = manages and is_new and state == Association.State.ACTIVE
    return {
        "section": "associations",
        "member": member,
        "facts": _facts(member),
        "figures_href": _figures_href(request, slug),
        "events": _events(member.association),
        "progress": members.progress(member.association) if is_new else None,
        "sets_up": manages and member.may_be_set_up,
        "suspends": manages and state == Association.State.ACTIVE,
        "resumes": manages and state == Association.State.SUSPENDED and not _is_at_work(found),
        "leaving": found,
        "is_leaving": is_leaving,
        "manages": manages,
        "archives": manages and member.association.is_open and not is_leaving,
        "brings_back": manages and state == Association.State.ARCHIVED and not is_leaving and not found.wish,
        "may_confirm": manages and _may_confirm(found.wish, request) and _all_agreed(found),
        "agrees": manages and any(other == request.umbrella and not yes for other, yes in found.others),
        "is_own_wish": found.wish is not None and found.wish.umbrella_id == request.umbrella.pk,
        "form": CoordinatorForm(initial=_first(member.association)) if invites else None,
        "invited": Invitation.objects.filter(
            association=member.association, role__in=["coordinator", "owner"], accepted_at__isnull=True
        ).exists()
        if invites
        else False,
        **more,
    }


def _all_agreed(found: leaving.Leaving) -> bool:
    return all(yes is not None for _other, yes in found.others)


def _figures_href(request: UmbrellaRequest, slug: str) -> str:
    """Its newest published year; empty where there is none."""
    year = figures.newest_year(request.umbrella, slug)
    if year is None:
        return ""
    return f"{reverse('association-figures', urlconf=request.urlconf, kwargs={'slug': slug})}?year={year}"


def _is_at_work(found: leaving.Leaving) -> bool:
    return found.passage is not None and not found.passage.is_over


def _may_confirm(wish: Deletion | None, request: UmbrellaRequest) -> bool:
    """Whether the written request waits for this person, now."""
    return (
        wish is not None
        and wish.umbrella_id == request.umbrella.pk
        and wish.confirmed_at is None
        and request.actor.user in wish.may_confirm
        and wish.earliest_at <= clock.now()
    )


def _first(association: Association) -> dict[str, str]:
    """Who was meant to coordinate first, where it asked to join."""
    asked = JoinRequest.objects.filter(association=association).first()
    if asked is None:
        return {"language": association.language}
    return {
        "given_name": asked.coordinator_given,
        "family_name": asked.coordinator_family,
        "email": asked.coordinator_email,
        "language": asked.coordinator_language,
    }


def _facts(member: Member) -> list[Fact]:
    since = formats.day(member.since, weekday=False, year=True)
    told = ProcessingAgreement.objects.filter(association=member.association).first()
    facts = [Fact("calendar", _("Affiliated since %(day)s") % {"day": since}, member.district)]
    if member.association.seat:
        facts.append(Fact("pin", member.association.seat))
    if told is not None:
        day = formats.day(told.accepted_at, weekday=False, year=True)
        facts.append(Fact("file", _("Agreement accepted"), day))
    elif member.association.agreement_due:
        facts.append(Fact("file", _("Agreement not accepted yet")))
    if member.url:
        facts.append(Fact("home", member.url.removesuffix("/"), url=member.url))
    return facts


def _events(association: Association) -> list[Event]:
    return [
        Event(
            when=formats.day(change.at, weekday=False, year=True),
            title=change.get_after_display(),
            text=change.reason or (change.by_name if change.by_user else ""),
            state="bad" if change.after == Association.State.PROVISIONING_FAILED else "done",
        )
        for change in association.state_changes.all()[:20]
    ]


@requires("associations.see")
@require_GET
@never_cache
def association_progress(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """How far setting up is, as the page asks for it again and again."""
    member = member_or_404(request, slug)
    progress = members.progress(member.association)
    context = {
        "member": member,
        "progress": progress,
        "sets_up": may(request, "associations.manage") and member.may_be_set_up,
    }
    if progress is None:
        raise Http404
    response = render(request, "umbrella/_progress.html", context)
    if progress.is_over:
        response["HX-Refresh"] = "true"  # the rest of the page has changed with it
    return response


@requires("associations.manage")
@require_POST
def association_set_up(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Have it set up, or tried again."""
    member = member_or_404(request, slug)
    try:
        lifecycle.request_provisioning(member.association, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    return to_page(request, slug)


@requires("associations.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def association_suspend(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Ask why, then close it for writing."""
    member = member_or_404(request, slug)
    form = SuspendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lifecycle.suspend(member.association, by=request.actor, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("%(name)s is suspended.") % {"name": member.association.name})
        return to_page(request, slug)
    if member.association.state != Association.State.ACTIVE:
        return to_page(request, slug)
    context = {"section": "associations", "member": member, "form": form}
    return render(request, "umbrella/association_suspend.html", context)


@requires("associations.manage")
@require_POST
def association_resume(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Bring it back."""
    member = member_or_404(request, slug)
    try:
        ending.resume(association=member.association, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("%(name)s is active again.") % {"name": member.association.name})
    return to_page(request, slug)


@requires("associations.manage")
@require_POST
def association_invite(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Invite the first coordinator of an association where nobody coordinates yet."""
    member = member_or_404(request, slug)
    active = member.association.state == Association.State.ACTIVE
    if not active or not members.lacks_a_coordinator(member.association):
        toast(request, _("Somebody coordinates there already."), bad=True)
        return to_page(request, slug)
    form = CoordinatorForm(request.POST)
    if form.is_valid():
        try:
            crossings.cross(
                "invite_first_coordinator",
                into=member.association,
                by_user=request.actor.user,
                by=request.actor,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
            return to_page(request, slug)
    return render(request, "umbrella/association.html", _association_page(request, slug, form=form))
