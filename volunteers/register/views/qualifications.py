"""What people have shown: kinds of qualifications, and one person in one role."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from tenants.actors import Actor
from volunteers.register import reach, requirements
from volunteers.register.forms.roles import (
    ChildCheckForm,
    DayForm,
    QualificationForm,
    RevokeForm,
    TypeForm,
)
from volunteers.register.models import (
    ChildWorkCheck,
    Person,
    Qualification,
    QualificationType,
    RoleHolding,
    TypeIncluded,
    VolunteerRole,
)
from volunteers.register.requirements import DUTY_WORDS, Duty
from volunteers.register.services import qualifications as services
from volunteers.register.services.roles import end_holding
from web.errors import DomainError
from web.toasts import toast


@requires("roles.manage")
@require_GET
def types(request: TenantRequest) -> HttpResponse:
    """The kinds of qualifications."""
    found = QualificationType.objects.order_by("-is_active", "name_fi", "id")
    included = Prefetch("includes", TypeIncluded.objects.select_related("included").order_by("pk"))
    rows = [
        (each, ", ".join(row.included.name for row in each.includes.all()))
        for each in found.prefetch_related(included)
    ]
    return render(request, "register/types.html", {"section": "roles", "types": rows})


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def type_new(request: TenantRequest) -> HttpResponseBase:
    """A new kind; its code is made of its name."""
    form = TypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "is_active"}
        try:
            services.add_type(code=slugify(said["name_fi"])[:60] or "type", by=request.actor, **said)
        except DomainError as refusal:
            form.add_error("name_fi", str(refusal))
        else:
            toast(request, _("“%(name)s” was added.") % {"name": said["name_fi"]})
            return redirect("qualification-types")
    return render(request, "register/type_form.html", {"section": "roles", "form": form})


@requires("association.manage")
@require_http_methods(["GET", "POST"])
def type_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a kind of qualification."""
    found = get_object_or_404(QualificationType, uuid=uuid)
    form = TypeForm(request.POST or None, kind=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_type(qualification_type=found, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("includes", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("qualification-types")
    return render(request, "register/type_form.html", {"section": "roles", "form": form, "type": found})


def _pair(request: TenantRequest, uuid: UUID, person: UUID) -> tuple[VolunteerRole, Person]:
    role = reach.role_or_404(request, uuid)
    doing = reach.people(request).filter(holdings__role=role, holdings__to_on__isnull=True)
    return role, get_object_or_404(doing, uuid=person)


def _forms(role: VolunteerRole, today: date, data: Any = None, *, what: str = "") -> dict[str, forms.Form]:
    """The forms of the page; the one that was sent has what was typed in it, the others begin with today."""
    made: dict[str, forms.Form] = {
        "qualification": QualificationForm(
            data if what == "qualification" else None, initial={"from_on": today}
        )
    }
    if role.needs_child_check:
        made["child-check"] = ChildCheckForm(
            data if what == "child-check" else None, prefix="child", initial={"seen_on": today}
        )
    if role.supervision != VolunteerRole.Supervision.NONE:
        made["supervision"] = DayForm(
            data if what == "supervision" else None, prefix="supervision", initial={"on": today}
        )
    return made


@requires("roles.manage")
@require_GET
def role_person(request: TenantRequest, uuid: UUID, person: UUID) -> HttpResponse:
    """One person in one role: what is in order, what is missing, and where to note it."""
    role, found = _pair(request, uuid, person)
    return _page(request, role, found, _forms(role, clock.today(request.association)))


def _page(
    request: TenantRequest,
    role: VolunteerRole,
    person: Person,
    made: dict[str, forms.Form],
    *,
    status: int = 200,
) -> HttpResponse:
    day = clock.today(request.association)
    shown = requirements.shown_by([person], today=day)[person.pk]
    asked = requirements.asked_of([role], today=day)
    duty = requirements.duty_of(role, shown)
    held = Qualification.objects.filter(person=person).select_related("type").order_by("-from_on", "-id")
    context = {
        "section": "roles",
        "role": role,
        "person": person,
        "since": RoleHolding.objects.get(person=person, role=role, to_on=None).from_on,
        "lacks": requirements.unmet(role, asked=asked, shown=shown, on=day),
        "qualifications": [(each, requirements.is_valid(each, on=day)) for each in held],
        "check": ChildWorkCheck.objects.filter(person=person, role=role).first(),
        "duty": "" if duty is Duty.NOT_REQUIRED else DUTY_WORDS[duty],
        "supervised": shown.duties.get(role.pk),
        "qualification_form": made["qualification"],
        "check_form": made.get("child-check"),
        "supervision_form": made.get("supervision"),
    }
    return render(request, "register/role_person.html", context, status=status)


def _note_qualification(person: Person, role: VolunteerRole, said: dict[str, Any], by: Actor) -> None:
    services.note_qualification(
        person=person, qualification_type=said["type"], from_on=said["from_on"], to_on=said["to_on"], by=by
    )


def _note_check(person: Person, role: VolunteerRole, said: dict[str, Any], by: Actor) -> None:
    services.note_child_check(person=person, role=role, by=by, **said)


def _note_supervision(person: Person, role: VolunteerRole, said: dict[str, Any], by: Actor) -> None:
    services.note_supervision(person=person, role=role, by=by, **said)


NOTES: dict[str, Callable[[Person, VolunteerRole, dict[str, Any], Actor], None]] = {
    "qualification": _note_qualification,
    "child-check": _note_check,
    "supervision": _note_supervision,
}


@requires("roles.manage")
@require_POST
def role_person_note(request: TenantRequest, uuid: UUID, person: UUID, what: str) -> HttpResponseBase:
    """Note a qualification, an extract that was seen, or supervision."""
    role, found = _pair(request, uuid, person)
    made = _forms(role, clock.today(request.association), request.POST, what=what)
    form = made.get(what)
    if form is None:
        raise Http404
    if form.is_valid():
        try:
            NOTES[what](found, role, form.cleaned_data, request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Noted."))
            return redirect("role-person", uuid=role.uuid, person=found.uuid)
    return _page(request, role, found, made, status=422)


@requires("roles.manage")
@require_http_methods(["GET", "POST"])
def role_end(request: TenantRequest, uuid: UUID, person: UUID) -> HttpResponseBase:
    """Somebody no longer does the role: asked once, then done from today."""
    role, found = _pair(request, uuid, person)
    if request.method == "POST":
        try:
            end_holding(person=found, role=role, on=clock.today(request.association), by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(
                request,
                _("%(person)s no longer does “%(role)s”.") % {"person": found.name, "role": role.name},
            )
        return redirect("role", uuid=role.uuid)
    return render(request, "register/role_end.html", {"section": "roles", "role": role, "person": found})


@requires("roles.manage")
@require_http_methods(["GET", "POST"])
def qualification_revoke(
    request: TenantRequest, uuid: UUID, person: UUID, qualification: UUID
) -> HttpResponseBase:
    """A qualification no longer stands, from today: why is asked, then it is so."""
    role, found = _pair(request, uuid, person)
    held = get_object_or_404(Qualification, uuid=qualification, person=found)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke_qualification(
                qualification=held,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                on=clock.today(request.association),
            )
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("Revoked from today on."))
        return redirect("role-person", uuid=role.uuid, person=found.uuid)
    context = {"section": "roles", "role": role, "person": found, "held": held, "form": form}
    return render(request, "register/qualification_revoke.html", context, status=422 if form.errors else 200)
