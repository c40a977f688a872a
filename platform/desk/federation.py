"""What the federation tells those who coordinate: shown on Today until it is read."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from tenants.context import platform_role
from tenants.models import Affiliation, Association, FederationLetter
from volunteers.register.made_once import MadeOnce
from volunteers.register.needs import Asking
from volunteers.register.services import putting_off

KIND = "federation.letter"
SHOWN, MOST = 3, 50


def letters(association: Association) -> list[FederationLetter]:
    """What the umbrellas of this association have written while it belonged to them, the latest first.

    A reading verb that looks at the shared side: letters only.
    """
    with platform_role():
        return list(_letters(association.pk, clock.today(association)).select_related("umbrella"))


def _letters(association: int, today: date) -> QuerySet[FederationLetter]:
    now = Affiliation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today), association=association, from_on__lte=today
    ).values("umbrella")
    to_it = Q(reminder__isnull=True) | Q(reminder__association=association)
    return FederationLetter.objects.filter(to_it, umbrella__in=now, withdrawn_at__isnull=True)[:MOST]


_in_a_line = MadeOnce(
    lambda association, today: _letters(association, today).values_list(
        "id", "uuid", *(f"{name}_{code}" for name in ("subject", "text") for code in ("fi", "sv", "en")), "at"
    ),
    association=int,
    today=date,
)


def unread(asking: Asking) -> list[FederationLetter]:
    """Those that the reader has not opened yet, as far as they are told in a line."""
    association = asking.request.association
    with platform_role():
        found = _in_a_line.instances(FederationLetter, association=association.pk, today=asking.today)
    read = asking.put_off.get(KIND, {})
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
