"""Roles: the list, one role, what it is and asks for, the catalogue; and a role as its volunteers see it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import catalogue, page_parts, reach, requirements, selectors
from volunteers.register.forms.roles import (
    HolderForm,
    RequirementsForm,
    RoleForm,
    UpdatesForm,
)
from volunteers.register.models import Person, RoleHolding, VolunteerRole
from volunteers.register.requirements import DUTY_WORDS, Duty, Unmet
from volunteers.register.services import roles as services
from volunteers.register.words import CountingUnit, LifeCourse, TargetGroup
from web.errors import DomainError
from web.kit import Column
from web.toasts import toast

COLUMNS = (
    Column(pgettext_lazy("column", "Role")),
    Column(pgettext_lazy("column", "Family"), wide=True),
    Column(pgettext_lazy("column", "Volunteers"), numeric=True),
    Column(pgettext_lazy("column", "State"), wide=True),
)
TONES = {Duty.DUE: "wait", Duty.OVERDUE: "wait", Duty.BLOCKED: "urgent"}


@dataclass(frozen=True)
class Doer:
    """Somebody who does a role: what they lack, and how their supervision stands."""

    person: Person
    lacks: list[Unmet]
    duty: str
    duty_tone: str


@requires("roles.manage")
@require_GET
def roles(request: TenantRequest) -> HttpResponse:
    """All roles of the association, those in use first."""
    day = clock.today(request.association)
    counts: dict[int, int] = defaultdict(int)
    for holding in RoleHolding.objects.filter(selectors.held(day)).values_list("role_id", flat=True):
        counts[holding] += 1
    known = VolunteerRole.objects.select_related("unit").order_by("-is_active", "position", "id")
    found = list(reach.roles(request, known))
    entries = catalogue.entries()
    waiting = [role for role in found if _updates(role, entries)]
    context = {
        "section": "roles",
        "columns": COLUMNS,
        "lines": [(role, counts[role.pk]) for role in found],
        "waiting": waiting,
        "offered": len(catalogue.not_taken(entries)) if request.reach.whole else 0,
    }
    return render(request, "register/roles.html", context)


def _updates(role: VolunteerRole, entries: list[Any]) -> list[catalogue.Update]:
    entry = catalogue.entry_of(role, entries)
    return catalogue.updates_of(role, entry) if entry is not None else []


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def role_new(request: TenantRequest) -> HttpResponseBase:
    """A role of the association's own."""
    form = RoleForm(request.POST or None, reader=request)
    if request.method == "POST" and form.is_valid():
        made = services.make_role(plan=form.plan(), by=request.actor)
        toast(request, _("“%(name)s” was added. Say next what it asks for.") % {"name": made.name})
        return redirect("role-requirements", uuid=made.uuid)
    return render(request, "register/role_form.html", {"section": "roles", "form": form})


@requires("roles.manage")
@require_GET
def role(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One role: who does it and what they lack, what it asks for, its materials."""
    found = reach.role_or_404(request, uuid, VolunteerRole.objects.select_related("unit", "coordinator"))
    day = clock.today(request.association)
    entry = catalogue.entry_of(found, catalogue.entries()) if found.catalogue_code else None
    context = {
        "section": "roles",
        "role": found,
        "doers": _doers(request, found, day),
        "asks": asks_in_words(found),
        "codes": _codes(found),
        "materials": found.materials.select_related("file").defer("file__content"),
        "assign": HolderForm(role=found, reader=request),
        "updates": len(catalogue.updates_of(found, entry)) if entry else 0,
        "parts": page_parts.parts("role", found, request),
    }
    return render(request, "register/role.html", context)


def _doers(request: TenantRequest, role: VolunteerRole, day: date) -> list[Doer]:
    holdings = RoleHolding.objects.filter(selectors.held(day), role=role)
    people = list(reach.people(request).filter(pk__in=holdings.values("person")))
    asked = requirements.asked_of([role], today=day)
    shown = requirements.shown_by(people, today=day)
    found = []
    for person in people:
        duty = requirements.duty_of(role, shown[person.pk])
        found.append(
            Doer(
                person=person,
                lacks=requirements.unmet(role, asked=asked, shown=shown[person.pk], on=day),
                duty=str(DUTY_WORDS[duty]) if duty in TONES else "",
                duty_tone=TONES.get(duty, ""),
            )
        )
    return found


def asks_in_words(role: VolunteerRole) -> list[str]:
    """What a role asks for, a line each."""
    lines = [each.type.name for each in role.asks_for.select_related("type").order_by("type__name_fi")]
    if role.minimum_age:
        lines.append(_("At least %(age)s years old") % {"age": role.minimum_age})
    if role.needs_agreement:
        lines.append(_("Signed volunteer agreement"))
    if role.needs_confidentiality:
        lines.append(_("Signed confidentiality undertaking"))
    if role.needs_child_check:
        lines.append(_("An extract of the criminal record for work with children is looked at"))
    if role.supervision != VolunteerRole.Supervision.NONE and role.supervision_every_days:
        days = role.supervision_every_days
        lines.append(
            ngettext("Supervision at least every day", "Supervision at least every %(days)s days", days)
            % {"days": days}
        )
    return lines


def _codes(role: VolunteerRole) -> list[str]:
    courses, groups = dict(LifeCourse.choices), dict(TargetGroup.choices)
    return [
        *(str(courses[code]) for code in role.life_course if code in courses),
        *(str(groups[code]) for code in role.target_groups if code in groups),
    ]


@requires("roles.manage")
@require_http_methods(["GET", "POST"])
def role_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change what a role is."""
    found = reach.role_or_404(request, uuid)
    form = RoleForm(request.POST or None, reader=request, role=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(role=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("is_active", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("role", uuid=found.uuid)
    return render(request, "register/role_form.html", {"section": "roles", "form": form, "role": found})


@requires("roles.manage")
@require_http_methods(["GET", "POST"])
def role_requirements(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change what a role asks for."""
    found = reach.role_or_404(request, uuid)
    form = RequirementsForm(request.POST or None, role=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_requirements(role=found, wanted=form.wanted(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("role", uuid=found.uuid)
    return render(
        request, "register/role_requirements.html", {"section": "roles", "form": form, "role": found}
    )


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def role_catalogue(request: TenantRequest) -> HttpResponseBase:
    """The federation's roles that are not in use here yet; take those that are ticked."""
    offered = catalogue.not_taken(catalogue.entries())
    if request.method == "POST":
        wanted = set(request.POST.getlist("code"))
        taken = [entry for entry in offered if entry.code in wanted]
        position = VolunteerRole.objects.count()
        for number, entry in enumerate(taken):
            services.adopt_role(entry=entry, by=request.actor, position=position + number)
        if taken:
            said = ngettext("%(count)s role was taken.", "%(count)s roles were taken.", len(taken))
            toast(request, said % {"count": len(taken)})
            return redirect("roles")
        toast(request, _("Tick at least one role."), bad=True)
        return redirect("role-catalogue")
    return render(request, "register/role_catalogue.html", {"section": "roles", "offered": offered})


@requires("roles.manage")
@require_http_methods(["GET", "POST"])
def role_updates(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """What the catalogue has changed in a role, field by field."""
    found = reach.role_or_404(request, uuid)
    entry = catalogue.entry_of(found, catalogue.entries())
    updates = catalogue.updates_of(found, entry) if entry is not None else []
    if entry is None or not updates:
        toast(request, _("The catalogue has nothing new for this role."))
        return redirect("role", uuid=found.uuid)
    form = UpdatesForm(request.POST or None, updates=updates, entry=entry)
    if request.method == "POST" and form.is_valid():
        try:
            services.take_updates(
                role=found,
                entry=entry,
                taken=form.chosen(UpdatesForm.TAKE),
                kept=form.chosen(UpdatesForm.KEEP),
                by=request.actor,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("role", uuid=found.uuid)
    lines = [
        (form[update.field], _said(update.field, update.own), _said(update.field, update.now))
        for update in updates
    ]
    context = {"section": "roles", "role": found, "form": form, "lines": lines}
    return render(request, "register/role_updates.html", context)


def _said(field: str, value: Any) -> str:
    """A field's value in words."""
    if field == "family":
        return str(VolunteerRole(family=value).get_family_display())
    if field == "counting_unit":
        return str(dict(CountingUnit.choices).get(value, value))
    if field == "supervision":
        return str(VolunteerRole.Supervision(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


@requires("roles.manage")
@require_POST
def role_assign(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Let somebody of the register do the role from today on."""
    found = reach.role_or_404(request, uuid)
    form = HolderForm(request.POST, role=found, reader=request)
    if not form.is_valid():
        toast(request, _("Choose a person who does not do this role yet."), bad=True)
        return redirect("role", uuid=found.uuid)
    person = form.cleaned_data["person"]
    try:
        services.assign_role(
            person=person, role=found, by=request.actor, from_on=clock.today(request.association)
        )
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("%(person)s now does “%(role)s”.") % {"person": person.name, "role": found.name})
    return redirect("role", uuid=found.uuid)


def may_read_materials(request: TenantRequest, role: VolunteerRole) -> bool:
    """Rules and guides are for those who do the role, and for those who write them."""
    if request.access & {"coordinator", "owner"} and reach.roles(request).filter(pk=role.pk).exists():
        return True
    person = selectors.person_of(request.user.uuid)
    today = clock.today(request.association)
    return (
        person is not None
        and role.is_active
        and selectors.roles_of(person, on=today).filter(pk=role.pk).exists()
    )


@requires("roles.see")
@require_GET
def role_own(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """A role as its volunteers see it: what one does, what it asks for, what I still lack, materials."""
    found = get_object_or_404(VolunteerRole.objects.select_related("coordinator"), uuid=uuid, is_active=True)
    day = clock.today(request.association)
    person = selectors.person_of(request.user.uuid)
    holds = person is not None and selectors.roles_of(person, on=day).filter(pk=found.pk).exists()
    context = {
        "section": "home",
        "role": found,
        "asks": asks_in_words(found),
        "holds": holds,
        "lacks": requirements.lacks_of(person, [found], today=day)[found.pk] if person and holds else [],
        "materials": found.materials.select_related("file").defer("file__content")
        if may_read_materials(request, found)
        else [],
    }
    return render(request, "register/role_own.html", context)
