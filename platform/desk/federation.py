"""What the federation tells those who coordinate: shown on Today until it is read."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from tenants.context import platform_role
from tenants.models import Affiliation, Association, FederationLetter
from volunteers.register import needs
from volunteers.register.services import putting_off

KIND = "federation.letter"
SHOWN = 3


def letters(association: Association) -> list[FederationLetter]:
    """What the umbrellas of this association have written while it belonged to them, the latest first.

    A reading verb that looks at the shared side: letters only.
    """
    today = clock.today(association)
    with platform_role():
        now = Affiliation.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=today), association=association, from_on__lte=today
        ).values("umbrella")
        found = FederationLetter.objects.filter(umbrella__in=now, withdrawn_at__isnull=True)
        return list(found.select_related("umbrella")[:50])


def unread(request: TenantRequest) -> list[FederationLetter]:
    """Those that the reader has not opened yet."""
    found = letters(request.association)
    if not found:
        return []
    read = needs.has_read(request.user.uuid, kind=KIND)
    return [each for each in found if str(each.uuid) not in read][:SHOWN]


@requires("today")
@require_GET
def letter(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One letter. Opening it is reading it."""
    found = next((each for each in letters(request.association) if each.uuid == uuid), None)
    if found is None:
        raise Http404
    if not request.association.is_read_only:
        putting_off.mark_read(user_uuid=request.user.uuid, kind=KIND, key=str(uuid))
    return render(request, "desk/federation_letter.html", {"section": "today", "letter": found})
