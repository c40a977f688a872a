"""The catalogue's pages: its roles, one of them with its editions, a new one, retiring and bringing back."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from tenants.models import CatalogueRole
from umbrella.catalogue import services
from umbrella.catalogue.forms import NewRoleForm, RoleForm
from volunteers.register.words import CountingUnit
from web import formats
from web.errors import DomainError
from web.kit import Column, Event
from web.toasts import toast

PAGE = {"section": "catalogue"}


def _found(request: UmbrellaRequest, code: str) -> CatalogueRole:
    found = CatalogueRole.objects.filter(umbrella=request.umbrella, code=code).first()
    if found is None:
        raise Http404
    return found


def _address(request: UmbrellaRequest, name: str, **kwargs: Any) -> str:
    return reverse(name, urlconf=request.urlconf, kwargs=kwargs)


@requires("associations.see")
@require_GET
@never_cache
def catalogue(request: UmbrellaRequest) -> HttpResponse:
    """All roles, those that are offered first."""
    found = sorted(
        CatalogueRole.objects.filter(umbrella=request.umbrella),
        key=lambda role: (role.retired_at is not None, role.pk),
    )
    context = {
        **PAGE,
        "roles": found,
        "decides": may(request, "catalogue.manage"),
        "columns": [
            Column(pgettext("column", "Role")),
            Column(pgettext("column", "Family"), wide=True),
            Column(pgettext("column", "Code"), wide=True),
            Column(pgettext("column", "State")),
        ],
    }
    return render(request, "umbrella/catalogue/roles.html", context)


@requires("catalogue.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def catalogue_new(request: UmbrellaRequest) -> HttpResponseBase:
    """A role for all."""
    form = NewRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "edition"}
        try:
            made = services.add(umbrella=request.umbrella, by=request.actor, **said)
        except DomainError as refusal:
            form.add_error("code", str(refusal))
        else:
            toast(request, _("“%(name)s” is offered to the associations now.") % {"name": made.name})
            return redirect(_address(request, "catalogue"))
    context = {**PAGE, "form": form, "decides": True}
    return render(request, "umbrella/catalogue/role.html", context, status=422 if form.errors else 200)


@requires("associations.see")
@require_GET
@never_cache
def catalogue_seen(request: UmbrellaRequest, code: str) -> HttpResponse:
    """One role to read: what it says, what it asks for, and how it has changed."""
    role = _found(request, code)
    lines = [
        (field.label, value, getattr(field.widget, "attrs", {}).get("lang", ""))
        for name, field in RoleForm.base_fields.items()
        if name != "edition" and (value := _in_words(role, name, field))
    ]
    context = {
        **PAGE,
        "role": role,
        "lines": lines,
        "decides": may(request, "catalogue.manage"),
        "events": _events(role),
    }
    return render(request, "umbrella/catalogue/seen.html", context)


def _in_words(role: CatalogueRole, name: str, field: forms.Field) -> str:
    """What a field of a role says; empty where it says nothing or no, which is left out."""
    value = getattr(role, name)
    if isinstance(field, forms.ChoiceField):
        return str(getattr(role, f"get_{name}_display", lambda: CountingUnit(value).label)())
    if isinstance(field, forms.BooleanField):
        return pgettext("catalogue", "yes") if value else ""
    return str(value) if value not in (None, "") else ""


@requires("catalogue.manage")
@require_http_methods(["GET", "POST"])
@never_cache
def catalogue_role(request: UmbrellaRequest, code: str) -> HttpResponseBase:
    """One role: what it says, and how it has changed."""
    role = _found(request, code)
    form = RoleForm.of(role, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(role=role, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved. Associations that have the role are offered the changes."))
            return redirect(_address(request, "catalogue"))
    context = {**PAGE, "form": form, "role": role, "events": _events(role)}
    return render(request, "umbrella/catalogue/role.html", context, status=422 if form.errors else 200)


def _events(role: CatalogueRole) -> list[Event]:
    """The editions, the newest first, each with the names of what changed in it."""
    editions = list(role.editions.order_by("number"))
    labels = {name: field.label for name, field in RoleForm.base_fields.items()}
    labels["retired"] = _("retired")
    events = []
    before: dict[str, Any] = {}
    for edition in editions:
        changed = [str(labels[name]) for name, now in edition.said.items() if before.get(name) != now]
        events.append(
            Event(
                when=formats.day(formats.local_date(edition.at), weekday=False, year=True),
                title=_("Edition %(number)s") % {"number": edition.number},
                text=", ".join([*(changed if before else []), edition.by_name]),
            )
        )
        before = edition.said
    return events[::-1]


@requires("catalogue.manage")
@require_POST
def catalogue_retire(request: UmbrellaRequest, code: str) -> HttpResponseBase:
    """No longer offer a role, or offer it again."""
    role = _found(request, code)
    retired = request.POST.get("retired") != "no"
    services.retire(role=role, retired=retired, by=request.actor)
    if retired:
        toast(request, _("“%(name)s” is retired. Who has it keeps it.") % {"name": role.name})
    else:
        toast(request, _("“%(name)s” is offered again.") % {"name": role.name})
    return redirect(_address(request, "catalogue"))
