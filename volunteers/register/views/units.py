"""The association's units: the tree, and one of them."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.register.forms.roles import UnitForm
from volunteers.register.models import Site, Unit
from volunteers.register.services import units as services
from volunteers.register.services.units import UnitPlan
from web.errors import DomainError
from web.toasts import toast


@requires("roles.manage")
@require_GET
def units(request: TenantRequest) -> HttpResponse:
    """The units as a tree."""
    below: dict[int | None, list[Unit]] = defaultdict(list)
    rooms = Prefetch("rooms", Site.objects.filter(is_active=True))
    for unit in Unit.objects.prefetch_related(rooms):
        below[unit.parent_id].append(unit)
    lines: list[tuple[int, Unit]] = []
    rest = [(0, unit) for unit in reversed(below[None])]
    while rest:
        depth, unit = rest.pop()
        lines.append((depth, unit))
        rest += [(depth + 1, part) for part in reversed(below[unit.pk])]
    return render(request, "register/units.html", {"section": "roles", "lines": lines})


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def unit_new(request: TenantRequest) -> HttpResponseBase:
    """A new unit."""
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unit = services.add_unit(plan=UnitPlan(**form.cleaned_data), by=request.actor)
        toast(request, _("“%(name)s” was added.") % {"name": unit.name})
        return redirect("units")
    return render(request, "register/unit_form.html", {"section": "roles", "form": form})


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def unit_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a unit, or hang it elsewhere."""
    unit = get_object_or_404(Unit, uuid=uuid)
    form = UnitForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_unit(unit=unit, plan=UnitPlan(**form.cleaned_data), by=request.actor)
        except DomainError as refusal:
            form.add_error("parent", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("units")
    context = {
        "section": "roles",
        "form": form,
        "unit": unit,
        "key": str(unit.uuid),
        "rooms": unit.rooms.order_by("-is_active", "name", "pk"),
    }
    return render(request, "register/unit_form.html", context)
