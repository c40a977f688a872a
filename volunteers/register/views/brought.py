"""What somebody brought along from another association: a coordinator takes it in, or not."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.register import reach
from volunteers.register.models import CarriedRecord
from volunteers.register.services import carrying
from web.errors import DomainError
from web.toasts import toast

SEEN = [CarriedRecord.State.OFFERED, CarriedRecord.State.ACCEPTED]


@requires("people.manage")
@require_POST
def brought_accept(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """It stands in the person's data here from now on."""
    return _answer(request, uuid, takes=True, said=_("Taken in."))


@requires("people.manage")
@require_POST
def brought_decline(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Nothing of it is kept here; its person reads that it was not taken in."""
    return _answer(request, uuid, takes=False, said=_("Not taken in. Nothing of it is kept here."))


def _answer(request: TenantRequest, uuid: UUID, *, takes: bool, said: str) -> HttpResponseBase:
    rows = CarriedRecord.objects.filter(state__in=SEEN).select_related("person")
    row = get_object_or_404(reach.of_people(request, rows), uuid=uuid)
    try:
        carrying.answer(row=row, takes=takes, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, said)
    return redirect(reverse("person", kwargs={"uuid": row.person.uuid}) + "#carried")
