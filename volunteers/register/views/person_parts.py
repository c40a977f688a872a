"""What is noted beside a person: contacts, absences, placements, notes, thanks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Model
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants.actors import Actor
from volunteers.register import reach
from volunteers.register.forms.person import AbsenceForm, ContactForm, NoteForm, PlacementForm
from volunteers.register.forms.thanks import ThanksForm
from volunteers.register.models import Absence, ContactPerson, Note, Person, Placement, Thanks
from volunteers.register.person_sections import may_read
from volunteers.register.services import availability, contacts, notes, placements, thanks
from volunteers.register.views.person import form_page
from web.errors import DomainError
from web.toasts import toast


@dataclass(frozen=True)
class Part:
    """One kind of row beside a person. Without `change` a row is only added and removed."""

    model: type[Model]
    form: type[forms.Form]
    title: str | Promise
    add: Callable[[Person, Any, Actor], Any]
    remove: Callable[[Any, Actor], None]
    removing: str | Promise
    intro: str | Promise = ""
    change: Callable[[Any, Any, Actor], Any] | None = None


PARTS: dict[str, Part] = {
    "contact": Part(
        model=ContactPerson,
        form=ContactForm,
        title=gettext_lazy("Contact person"),
        add=lambda person, form, by: contacts.add_contact(person=person, plan=form.plan(), by=by),
        change=lambda row, form, by: contacts.change_contact(contact=row, plan=form.plan(), by=by),
        remove=lambda row, by: contacts.remove_contact(contact=row, by=by),
        removing=gettext_lazy("Remove this contact person?"),
    ),
    "absence": Part(
        model=Absence,
        form=AbsenceForm,
        title=gettext_lazy("Absence"),
        add=lambda person, form, by: availability.add_absence(person=person, by=by, **form.cleaned_data),
        remove=lambda row, by: availability.remove_absence(absence=row, by=by),
        removing=gettext_lazy("Remove this absence?"),
        intro=gettext_lazy("Nobody asks why. Shifts that they hold stay theirs."),
    ),
    "placement": Part(
        model=Placement,
        form=PlacementForm,
        title=gettext_lazy("Placement"),
        add=lambda person, form, by: placements.add_placement(person=person, plan=form.plan(), by=by),
        change=lambda row, form, by: placements.change_placement(placement=row, plan=form.plan(), by=by),
        remove=lambda row, by: placements.remove_placement(placement=row, by=by),
        removing=gettext_lazy("Remove this placement?"),
        intro=gettext_lazy(
            "Students, trainees, work trials and subsidised work are no volunteering and give no volunteer "
            "hours."
        ),
    ),
    "note": Part(
        model=Note,
        form=NoteForm,
        title=gettext_lazy("Note"),
        add=lambda person, form, by: notes.write_note(person=person, by=by, **form.cleaned_data),
        remove=lambda row, by: notes.remove_note(note=row, by=by),
        removing=gettext_lazy("Remove this note?"),
        intro=gettext_lazy(
            "Write nothing about health, beliefs or clients. The person may read it when they ask."
        ),
    ),
    "thanks": Part(
        model=Thanks,
        form=ThanksForm,
        title=gettext_lazy("Thank-you"),
        add=lambda person, form, by: thanks.thank(person=person, by=by, **form.cleaned_data),
        remove=lambda row, by: thanks.take_back(thanks=row, by=by),
        removing=gettext_lazy("Remove this thank-you?"),
        intro=gettext_lazy(
            "A word, a card, a cup of coffee: note how you thanked, so that nobody is forgotten."
        ),
    ),
}


def _part(code: str) -> Part:
    if code not in PARTS:
        raise Http404
    return PARTS[code]


def _row(request: TenantRequest, part: Part, uuid: UUID, row: UUID) -> Any:
    found: Any = (
        part.model._default_manager.select_related("person")
        .filter(uuid=row, person=reach.person_or_404(request, uuid))
        .first()
    )
    if found is None or (isinstance(found, Note) and not may_read(found, request)):
        raise Http404
    return found


def _refused(form: forms.Form, refusal: DomainError) -> None:
    form.add_error(None, str(refusal))


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_part_new(request: TenantRequest, uuid: UUID, part: str) -> HttpResponseBase:
    """Note something beside a person."""
    of, person = _part(part), reach.person_or_404(request, uuid)
    form = of.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            of.add(person, form, request.actor)
        except DomainError as refusal:
            _refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect("person", uuid=uuid)
    return form_page(request, person, form, title=str(of.title), verb=_("Save"), intro=str(of.intro))


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_part(request: TenantRequest, uuid: UUID, part: str, row: UUID) -> HttpResponseBase:
    """Change what was noted."""
    of = _part(part)
    found = _row(request, of, uuid, row)
    if of.change is None:
        return redirect("person", uuid=uuid)
    form = of.form(request.POST or None, row=found)  # type: ignore[call-arg]  # those that change take a row
    if request.method == "POST" and form.is_valid():
        try:
            of.change(found, form, request.actor)
        except DomainError as refusal:
            _refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect("person", uuid=uuid)
    return form_page(request, found.person, form, title=str(of.title), verb=_("Save"), intro=str(of.intro))


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_part_remove(request: TenantRequest, uuid: UUID, part: str, row: UUID) -> HttpResponseBase:
    """Take away what was noted: asked once."""
    of = _part(part)
    found = _row(request, of, uuid, row)
    if request.method == "POST":
        of.remove(found, request.actor)
        toast(request, _("Removed."))
        return redirect("person", uuid=uuid)
    context = {"section": "people", "person": found.person, "title": of.removing, "part": part, "row": row}
    return render(request, "register/person_remove.html", context)
