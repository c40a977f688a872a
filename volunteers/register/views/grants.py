"""Grant targets: the list, and one of them."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.register.errors import EndsBeforeStart
from volunteers.register.forms.grants import GrantTargetForm
from volunteers.register.grant_errors import GrantTargetInUse, GrantTargetKnown
from volunteers.register.models import GrantTarget
from volunteers.register.services import grants as services
from web.errors import DomainError
from web.kit import Column
from web.toasts import toast

COLUMNS = (
    Column(pgettext_lazy("column", "Code")),
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "Funder"), wide=True),
    Column(pgettext_lazy("column", "In force"), wide=True),
    Column(pgettext_lazy("column", "State"), wide=True),
)
# Under which field of the form a refusal belongs.
FIELDS: dict[type[DomainError], str] = {
    GrantTargetKnown: "code",
    GrantTargetInUse: "is_active",
    EndsBeforeStart: "to_on",
}


@requires("association.manage")
@require_GET
def grant_targets(request: TenantRequest) -> HttpResponse:
    """All of them, those in use first."""
    lines = GrantTarget.objects.order_by("-is_active", "code")
    return render(
        request, "register/grant_targets.html", {"section": "roles", "columns": COLUMNS, "lines": lines}
    )


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def grant_target_new(request: TenantRequest) -> HttpResponseBase:
    """A new one."""
    form = GrantTargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_grant_target(plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(FIELDS.get(type(refusal)), str(refusal))
        else:
            toast(
                request, _("“%(name)s” was added. Say next which roles belong to it.") % {"name": made.name}
            )
            return redirect("grant-targets")
    return _form(request, form)


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def grant_target(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change it, or put it away."""
    found = get_object_or_404(GrantTarget, uuid=uuid)
    form = GrantTargetForm(request.POST or None, target=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_grant_target(target=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error(FIELDS.get(type(refusal)), str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("grant-targets")
    return _form(request, form, found)


def _form(request: TenantRequest, form: GrantTargetForm, target: GrantTarget | None = None) -> HttpResponse:
    context = {
        "section": "roles",
        "form": form,
        "target": target,
        "roles": target.roles.order_by("-is_active", "position", "id") if target else [],
    }
    return render(request, "register/grant_target_form.html", context, status=422 if form.errors else 200)
