"""Host organisations: the list, and one of them with its places."""

from dataclasses import replace
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.register import site_words
from volunteers.register.forms.sites import OrganisationForm
from volunteers.register.models import Organisation
from volunteers.register.services import organisations as services
from web.errors import DomainError
from web.toasts import toast


@requires("sites.manage")
@require_GET
def organisations(request: TenantRequest) -> HttpResponse:
    """All hosts, those in use first."""
    found = Organisation.objects.annotate(number=Count("sites", filter=Q(sites__is_active=True)))
    context = {"section": "sites", "lines": found.order_by("-is_active", "name", "pk")}
    return render(request, "register/organisations.html", context)


@requires("sites.manage")
@require_http_methods(["GET", "POST"])
def organisation_new(request: TenantRequest) -> HttpResponseBase:
    """A new host."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_organisation(plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            toast(request, _("“%(name)s” was added. Add its places next.") % {"name": made.name})
            return redirect("organisation", uuid=made.uuid)
    context = {"section": "sites", "form": form}
    return render(request, "register/organisation_form.html", context, status=422 if form.errors else 200)


@requires("sites.manage")
@require_GET
def organisation(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One host: whom to call, its places, what it wants done."""
    found = get_object_or_404(Organisation, uuid=uuid)
    context = {
        "section": "sites",
        "organisation": found,
        "key": str(found.uuid),
        "sites": found.sites.order_by("-is_active", "name", "pk"),
        "facts": site_words.contact_of(found),
        "checklist": site_words.points(found),
    }
    return render(request, "register/organisation.html", context)


@requires("sites.manage")
@require_http_methods(["GET", "POST"])
def organisation_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change what is known of a host."""
    found = get_object_or_404(Organisation, uuid=uuid)
    form = OrganisationForm(request.POST or None, organisation=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_organisation(organisation=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("organisation", uuid=uuid)
    context = {"section": "sites", "form": form, "organisation": found}
    return render(request, "register/organisation_form.html", context, status=422 if form.errors else 200)


@requires("sites.manage")
@require_POST
def organisation_use(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Put a host away, or take it back into use."""
    found = get_object_or_404(Organisation, uuid=uuid)
    wanted = request.POST.get("use") == "yes"
    try:
        plan = replace(services.plan_of(organisation=found), is_active=wanted)
        services.change_organisation(organisation=found, plan=plan, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        said = _("“%(name)s” is in use.") if wanted else _("“%(name)s” is not in use any more.")
        toast(request, said % {"name": found.name})
    return redirect("organisation", uuid=uuid)
