"""What can be booked: the list, a space, a thing."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.premises import selectors
from scheduling.premises.errors import BookedAhead
from scheduling.premises.forms import EquipmentForm, SpaceForm
from scheduling.premises.models import Equipment, Space
from scheduling.premises.services import spaces as services
from web.errors import DomainError
from web.toasts import toast

NEW_SPACE, NEW_EQUIPMENT = gettext_lazy("New space"), gettext_lazy("New equipment")


@requires("premises.manage")
@require_GET
def things(request: TenantRequest) -> HttpResponse:
    """Spaces and equipment, those in use first."""
    context = {
        "section": "premises",
        "spaces": selectors.things(Space.objects.all(), reader=request),
        "equipment": selectors.things(Equipment.objects.all(), reader=request),
    }
    return render(request, "premises/things.html", context)


@requires("premises.manage")
@require_http_methods(["GET", "POST"])
def space_new(request: TenantRequest) -> HttpResponseBase:
    """A new space."""
    form = SpaceForm(request.POST or None, reader=request)
    return _answer(
        request, form, str(NEW_SPACE), lambda: services.add_space(plan=form.plan(), by=request.actor)
    )


@requires("premises.manage")
@require_http_methods(["GET", "POST"])
def space(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a space, or put it away."""
    found = get_object_or_404(selectors.things(Space.objects.all(), reader=request), uuid=uuid)
    form = SpaceForm(request.POST or None, reader=request, thing=found)
    return _answer(
        request,
        form,
        found.name,
        lambda: services.change_space(space=found, plan=form.plan(), by=request.actor),
    )


@requires("premises.manage")
@require_http_methods(["GET", "POST"])
def equipment_new(request: TenantRequest) -> HttpResponseBase:
    """A new thing."""
    form = EquipmentForm(request.POST or None, reader=request)
    return _answer(
        request, form, str(NEW_EQUIPMENT), lambda: services.add_equipment(plan=form.plan(), by=request.actor)
    )


@requires("premises.manage")
@require_http_methods(["GET", "POST"])
def equipment(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a thing, or put it away."""
    found = get_object_or_404(selectors.things(Equipment.objects.all(), reader=request), uuid=uuid)
    form = EquipmentForm(request.POST or None, reader=request, thing=found)
    return _answer(
        request,
        form,
        found.name,
        lambda: services.change_equipment(equipment=found, plan=form.plan(), by=request.actor),
    )


def _answer(
    request: TenantRequest,
    form: SpaceForm | EquipmentForm,
    title: str,
    keep: Callable[[], Space | Equipment],
) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep()
        except DomainError as refusal:
            form.add_error("is_active" if isinstance(refusal, BookedAhead) else "name_fi", str(refusal))
        else:
            toast(request, _("“%(name)s” is saved.") % {"name": kept.name})
            return redirect("premises-things")
    context = {
        "section": "premises",
        "form": form,
        "title": title,
    }
    return render(request, "premises/thing_form.html", context, status=422 if form.errors else 200)
