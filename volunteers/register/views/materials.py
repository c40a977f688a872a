"""Guides and rules of a role: written by coordinators, read by those who do it, files handed out."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.register import reach
from volunteers.register.forms.materials import MaterialForm
from volunteers.register.material_files import MEGABYTES
from volunteers.register.models import MaterialFile, RoleMaterial, VolunteerRole
from volunteers.register.services import materials as services
from volunteers.register.views.roles import may_read_materials
from web.bodies import takes_file
from web.limits import limited
from web.toasts import toast


@requires("roles.manage")
@takes_file(megabytes=MEGABYTES)
@limited("import", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
def material_add(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A guide or a rule for the role's page."""
    found = reach.role_or_404(request, uuid)
    form = MaterialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        services.add_material(role=found, by=request.actor, **form.cleaned_data)
        toast(request, _("Added to the role's page."))
        return redirect("role", uuid=found.uuid)
    return _page(request, found, form)


@requires("roles.manage")
@takes_file(megabytes=MEGABYTES)
@limited("import", methods=frozenset({"POST"}))
@require_http_methods(["GET", "POST"])
def material_edit(request: TenantRequest, uuid: UUID, material: UUID) -> HttpResponseBase:
    """Change what it says, or put another file in the place of the one that is there."""
    found = _material(request, uuid, material)
    form = MaterialForm(request.POST or None, request.FILES or None, material=found)
    if request.method == "POST" and form.is_valid():
        services.change_material(material=found, by=request.actor, **form.cleaned_data)
        toast(request, _("Saved."))
        return redirect("role", uuid=uuid)
    return _page(request, found.role, form, found)


def _page(
    request: TenantRequest, role: VolunteerRole, form: MaterialForm, material: RoleMaterial | None = None
) -> HttpResponse:
    context = {"section": "roles", "form": form, "role": role, "material": material}
    status = 422 if form.errors else 200
    return render(request, "register/role_material.html", context, status=status)


def _material(request: TenantRequest, role: UUID, uuid: UUID) -> RoleMaterial:
    return get_object_or_404(
        RoleMaterial.objects.select_related("role", "file").defer("file__content"),
        uuid=uuid,
        role=reach.role_or_404(request, role),
    )


@requires("roles.manage")
@require_POST
def material_remove(request: TenantRequest, uuid: UUID, material: UUID) -> HttpResponseBase:
    """Take a guide or a rule off the role's page."""
    found = _material(request, uuid, material)
    services.remove_material(material=found, by=request.actor)
    toast(request, _("“%(title)s” was removed.") % {"title": found.title})
    return redirect("role", uuid=uuid)


@requires("roles.see")
@require_GET
def material_file(request: TenantRequest, uuid: UUID, material: UUID) -> HttpResponse:
    """The file of a guide, to keep: nothing of it runs on our pages."""
    found = get_object_or_404(
        MaterialFile.objects.select_related("material__role"),
        material__uuid=material,
        material__role__uuid=uuid,
    )
    if not may_read_materials(request, found.material.role):
        raise Http404
    disposition = content_disposition_header(as_attachment=True, filename=found.name)
    return HttpResponse(
        bytes(found.content),
        content_type=found.mimetype,
        headers={
            "Content-Disposition": str(disposition),
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
