"""Who works with the association's people: inviting, changing, ending, second factors, handing over."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import team as shared
from accounts.factors import proof, resets
from accounts.factors.resets import Member
from accounts.http import TenantRequest
from accounts.rights import requires
from accounts.rules import is_owner
from accounts.tasks import tell_of_reset
from accounts.team import Held
from desk.team_forms import ExtentForm, InviteForm, SuccessorForm, last_day
from tenants.models import Access, Invitation
from volunteers.register import handover, trail
from volunteers.register.models import Unit, VolunteerRole
from volunteers.register.services import team as verbs
from web import formats
from web.errors import DomainError
from web.kit import Tab
from web.toasts import toast

Role = Access.Role
WHAT = {
    Role.COORDINATOR: gettext_lazy("Looks after the people of the association, or of some units or roles."),
    Role.DEPUTY: gettext_lazy("Stands in for a coordinator from a day to a day, with the same rights."),
    Role.LEADER: gettext_lazy("Sees the names of those in their groups, and who comes to their shifts."),
    Role.GUEST: gettext_lazy(
        "A regional worker, for example: looks without changing anything, until a day. Each look is noted."
    ),
    Role.SUPERVISOR: gettext_lazy(
        "Somebody from outside who supervises groups: sees their days and the names of who is asked, and "
        "ticks who came. Choose them for their groups under Supervision."
    ),
    Role.OWNER: gettext_lazy("Decides for the association, and who else does."),
}

# How far these go is nothing to choose.
FIXED = {Role.OWNER, Role.SUPERVISOR}


@dataclass(frozen=True)
class Line:
    """An access, or an invitation to one, as the page shows it."""

    name: str
    email: str
    role: str
    role_label: str
    sub: str
    waits: bool = False
    who: str = ""
    invitation: UUID | None = None
    has_factor: bool = False
    can_change: bool = False
    can_end: bool = False
    can_hand_over: bool = False
    can_reset: bool = False
    is_guest: bool = False


@requires("team.manage")
@require_GET
def team(request: TenantRequest) -> HttpResponse:
    """Everybody who works with the association's people, how far their access goes, and who is invited."""
    known = shared.team()
    names = _names([one.access for one in known.held] + list(known.invited))
    members = {member.user.pk: member for member in resets.members(request.association, by=request.user)}
    owns = is_owner(request)
    context = {
        "section": "team",
        "lines": [_line(one, names, members.get(one.user.pk), request, owns=owns) for one in known.held],
        "invited": [_invited(one, names) for one in known.invited],
    }
    return render(request, "desk/team.html", context)


def _names(rows: list[Any]) -> dict[UUID, str]:
    """What the units and roles are called that anybody's access is limited to."""
    units = {uuid for row in rows for uuid in row.unit_uuids}
    roles = {uuid for row in rows for uuid in row.role_uuids}
    named: dict[UUID, str] = {}
    for model, uuids in ((Unit, units), (VolunteerRole, roles)):
        if uuids:
            named |= {row.uuid: row.name for row in model._default_manager.filter(uuid__in=uuids)}
    return named


def _line(
    one: Held, names: dict[UUID, str], member: Member | None, request: TenantRequest, *, owns: bool
) -> Line:
    access = one.access
    may_touch = access.role != Role.OWNER or owns
    return Line(
        name=str(one.user),
        email=one.user.email,
        role=access.role,
        role_label=access.get_role_display(),
        sub=_in_words(access, names, ends_at=access.ends_at),
        waits=not one.begun,
        who=one.who,
        has_factor=bool(member and member.has_factor),
        can_change=may_touch and access.role not in FIXED,
        can_end=may_touch,
        can_hand_over=may_touch and access.role in {Role.OWNER, Role.COORDINATOR},
        can_reset=bool(member and member.has_factor and one.user.pk != request.user.pk),
        is_guest=access.role == Role.GUEST,
    )


def _invited(one: Invitation, names: dict[UUID, str]) -> Line:
    until = formats.day(last_day(one.expires_at), year=True)
    said = _in_words(one, names, ends_at=one.access_ends_at)
    waits = _("The invitation is valid until %(day)s.") % {"day": until}
    return Line(
        name=one.name,
        email=one.email,
        role=one.role,
        role_label=one.get_role_display(),
        sub=" ".join(filter(None, [said, waits])),
        invitation=one.uuid,
    )


def _in_words(row: Any, names: dict[UUID, str], *, ends_at: Any) -> str:
    """How far it goes and until when."""
    parts = []
    if row.limited:
        reached = [names[uuid] for uuid in [*row.unit_uuids, *row.role_uuids] if uuid in names]
        parts.append(", ".join(reached) + "." if reached else _("Its units or roles are gone."))
    if row.instead_of is not None:
        parts.append(_("Instead of %(name)s.") % {"name": row.instead_of})
    if row.starts_at is not None:
        parts.append(_("From %(day)s.") % {"day": formats.day(row.starts_at, year=True)})
    if ends_at is not None:
        parts.append(_("Last day %(day)s.") % {"day": formats.day(last_day(ends_at), year=True)})
    return " ".join(parts)


@requires("team.manage")
@require_http_methods(["GET", "POST"])
def team_invite(request: TenantRequest) -> HttpResponseBase:
    """Invite somebody: first the role, which says what else is asked."""
    role = request.GET.get("role", "")
    offered = _offered(request)
    if role not in offered:
        role = Role.COORDINATOR
    form = InviteForm(
        request.POST or None, role=role, initial={"language": request.association.language, "reach": "whole"}
    )
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "email", "language")}
        try:
            verbs.invite(
                role=role, extent=form.extent(), by=request.actor, by_owner=is_owner(request), **said
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The invitation goes to %(email)s.") % {"email": said["email"]})
            return redirect("team")
    here = reverse("team-invite")
    tabs = [
        Tab(str(Role(each).label).capitalize(), f"{here}?role={each}", current=each == role)
        for each in offered
    ]
    context = {"section": "team", "form": form, "tabs": tabs, "what": WHAT[Role(role)], "role": role}
    return render(request, "desk/team_invite.html", context, status=422 if form.errors else 200)


def _offered(request: TenantRequest) -> list[str]:
    """Owners are invited by owners, or where there is none."""
    offered: list[str] = [Role.COORDINATOR, Role.DEPUTY, Role.LEADER, Role.GUEST, Role.SUPERVISOR]
    return [*offered, Role.OWNER] if is_owner(request) or not shared.has_owner() else offered


@requires("team.manage")
@require_POST
def team_withdraw(request: TenantRequest) -> HttpResponseBase:
    """Take an invitation back."""
    if verbs.withdraw(uuid=_uuid(request.POST.get("invitation")), by=request.actor) is None:
        raise Http404
    toast(request, _("The invitation opens nothing any more."))
    return redirect("team")


@requires("team.manage")
@require_http_methods(["GET", "POST"])
def team_change(request: TenantRequest) -> HttpResponseBase:
    """Change how far an access goes, or until when."""
    one = _held(request)
    if one.access.role in FIXED:
        raise Http404
    form = ExtentForm(request.POST or None, role=one.access.role, access=one.access)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.limit(
                user_uuid=one.user.uuid,
                role=one.access.role,
                extent=form.extent(),
                by=request.actor,
                by_owner=is_owner(request),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved. It counts from now on."))
            return redirect("team")
    context = {"section": "team", "form": form, "one": one}
    return render(request, "desk/team_change.html", context, status=422 if form.errors else 200)


@requires("team.manage")
@require_http_methods(["GET", "POST"])
def team_end(request: TenantRequest) -> HttpResponseBase:
    """Ask, then end an access at once."""
    one = _held(request)
    if request.method == "POST":
        role = one.access.role
        try:
            verbs.end(user_uuid=one.user.uuid, role=role, by=request.actor, by_owner=is_owner(request))
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("The access of %(name)s has ended.") % {"name": one.user})
        return redirect("team")
    return render(request, "desk/team_end.html", {"section": "team", "one": one})


@requires("team.manage")
@require_http_methods(["GET", "POST"])
def team_handover(request: TenantRequest) -> HttpResponseBase:
    """What hangs on somebody who leaves; all of it goes to a successor, and their access ends."""
    one = _held(request)
    if one.access.role not in {Role.OWNER, Role.COORDINATOR}:
        raise Http404
    leaver = verbs.party_of(user_uuid=one.user.uuid, name=str(one.user))
    form = SuccessorForm(request.POST or None, leaver=one.user)
    if request.method == "POST" and form.is_valid():
        to = form.user()
        try:
            verbs.hand_over(
                leaver=leaver,
                successor=verbs.party_of(user_uuid=to.uuid, name=str(to)),
                by=request.actor,
                by_owner=is_owner(request),
            )
        except DomainError as refusal:
            form.add_error("successor", str(refusal))
        else:
            said = _("%(successor)s has taken everything over, and the access of %(name)s has ended.")
            toast(request, said % {"successor": to, "name": one.user})
            return redirect("team" if one.user.pk != request.user.pk else "public")
    context = {
        "section": "team",
        "form": form,
        "one": one,
        "found": handover.found(leaver),
        "is_me": one.user.pk == request.user.pk,
    }
    return render(request, "desk/team_handover.html", context, status=422 if form.errors else 200)


def _held(request: HttpRequest) -> Held:
    """The access that the address or the form names."""
    said = request.POST if "who" in request.POST else request.GET
    one = shared.held(user_uuid=_uuid(said.get("who")), role=said.get("role", ""))
    if one is None:
        raise Http404
    return one


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


@requires("team.manage")
@require_http_methods(["GET", "POST"])
def team_reset(request: TenantRequest) -> HttpResponseBase:
    """Ask, then take away. Wants the second factor of who does it, shown just now."""
    member = _member(request)
    if not proof.is_fresh(request.factor_at):
        here = f"{reverse('team-reset')}?{urlencode({'who': member.user.uuid})}"
        return redirect(f"{reverse('signin')}?{urlencode({'next': here, 'second': 'fresh'})}")
    if request.method == "POST":
        try:
            take_away(request, member)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            said = _("%(name)s has no second factor any more, and was told by mail.")
            toast(request, said % {"name": member.user})
        return redirect("team")
    return render(request, "desk/team_reset.html", {"member": member})


def take_away(request: TenantRequest, member: Member) -> None:
    """In one transaction: the factors go, the sign-ins end, and both trails say so. Raises ResetRefused."""
    with transaction.atomic():
        reset = resets.by_coordinator(user=member.user, association=request.association, by=request.user)
        trail.record(
            "second_factor_reset", by=request.actor, subject_kind="login", subject_uuid=member.user.uuid
        )
        tell_of_reset(reset)


def _member(request: TenantRequest) -> Member:
    uuid = _uuid(request.POST.get("who") or request.GET.get("who"))
    if member := resets.member(request.association, uuid=uuid, by=request.user):
        return member
    raise Http404
