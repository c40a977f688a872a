"""The association's own fields: which there are, a new one, changing and removing one."""

from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.register.forms.own_fields import OwnFieldForm
from volunteers.register.models import OwnField
from volunteers.register.services import own_fields as services
from web.errors import DomainError
from web.toasts import toast


@requires("own_fields.manage")
@require_GET
def own_fields(request: TenantRequest) -> HttpResponse:
    """What the association asks of people besides what everybody does."""
    found = OwnField.objects.annotate(answers=Count("values")).order_by("position", "pk")
    context = {"section": "people", "fields": found, "is_full": len(found) >= services.MOST}
    return render(request, "register/own_fields.html", context)


@requires("own_fields.manage")
@require_http_methods(["GET", "POST"])
def own_field_new(request: TenantRequest) -> HttpResponseBase:
    """Ask something more."""
    form = OwnFieldForm(request.POST or None, initial={"kind": OwnField.Kind.TEXT})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_field(plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("options" if refusal.code == "own_field_options" else "name_fi", str(refusal))
        else:
            toast(
                request, _("“%(name)s” was added. You find it on each person's page.") % {"name": made.name}
            )
            return redirect("own-fields")
    return _form(request, form)


@requires("own_fields.manage")
@require_http_methods(["GET", "POST"])
def own_field(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a field's names, its answers to choose from, or who sees it."""
    found = get_object_or_404(OwnField, uuid=uuid)
    form = OwnFieldForm(request.POST or None, field=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_field(field=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            name = "options" if refusal.code.startswith("own_field_option") else "name_fi"
            form.add_error(name if name in form.fields else None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("own-fields")
    return _form(request, form, found)


@requires("own_fields.manage")
@require_http_methods(["GET", "POST"])
def own_field_remove(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask first: all answers go."""
    found = get_object_or_404(OwnField, uuid=uuid)
    if request.method == "POST":
        services.remove_field(field=found, by=request.actor)
        toast(request, _("“%(name)s” was removed.") % {"name": found.name})
        return redirect("own-fields")
    answers = found.values.count()
    text = ngettext(
        "The field goes, and with it the answer of %(count)s person. This cannot be undone.",
        "The field goes, and with it the answers of %(count)s people. This cannot be undone.",
        answers,
    )
    context = {"section": "people", "field": found, "text": text % {"count": answers}}
    return render(request, "register/own_field_remove.html", context)


def _form(request: TenantRequest, form: OwnFieldForm, field: OwnField | None = None) -> HttpResponse:
    context = {"section": "people", "form": form, "field": field}
    return render(request, "register/own_field_form.html", context, status=422 if form.errors else 200)
