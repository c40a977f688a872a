"""Who coordinates the association, and taking away the second factor of one whose phone is lost."""

from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.factors import proof, resets
from accounts.factors.resets import Member
from accounts.http import TenantRequest
from accounts.rights import requires
from accounts.tasks import tell_of_reset
from volunteers.register import trail
from web.errors import DomainError
from web.toasts import toast


@requires("people.manage")
@require_GET
def team(request: TenantRequest) -> HttpResponse:
    """Coordinators and owners, and whether they have a second factor."""
    members = resets.members(request.association, by=request.user)
    return render(request, "desk/team.html", {"members": members, "me": request.user})


@requires("people.manage")
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
    try:
        uuid = UUID(request.POST.get("who") or request.GET.get("who") or "")
    except ValueError:
        raise Http404 from None
    if member := resets.member(request.association, uuid=uuid, by=request.user):
        return member
    raise Http404
