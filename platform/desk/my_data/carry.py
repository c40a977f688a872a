"""Bringing one's record along from another association, by one's own wish."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from desk.my_data.views import own_person
from volunteers.register import carried_words
from volunteers.register.models import CarriedRecord, Person
from volunteers.register.services import carrying
from web.errors import DomainError
from web.toasts import toast


class BringForm(forms.Form):
    """From where, and what."""

    source = forms.ChoiceField(
        label=gettext_lazy("From which association"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an association.")},
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What you bring along"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one thing to bring along.")},
    )

    def __init__(self, *args: Any, places: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(uuid), name) for uuid, name in places]
        chosen = self.fields["parts"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(part.code, part.label) for part in carrying.parts()]
        chosen.initial = [part.code for part in carrying.parts()]


@requires("people.own")
@require_http_methods(["GET", "POST"])
def bring(request: TenantRequest) -> HttpResponseBase:
    """Choose from where, and what; a job brings it within moments, for its person to look at."""
    person = own_person(request)
    places = carrying.places(user_uuid=request.user.uuid)
    form = BringForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            carrying.ask(
                person=person,
                source=UUID(form.cleaned_data["source"]),
                chosen=form.cleaned_data["parts"],
                by=request.actor,
            )
        except DomainError as refusal:
            form.add_error("source", str(refusal))
        else:
            toast(request, _("It is on its way. Look at it here in a moment, then decide."))
            return redirect("my-data-bring")
    context = {
        "section": "me",
        "form": form,
        "places": places,
        "brought": brought(person),
        "version": carrying.CONSENT,
        "days": carrying.KEPT_UNSENT.days,
    }
    return render(request, "desk/my_data_bring.html", context, status=422 if form.errors else 200)


def brought(person: Person) -> list[dict[str, Any]]:
    """What is here, or on its way."""
    rows = CarriedRecord.objects.filter(person=person)
    return [
        {"row": row, "lines": carried_words.lines(row.data), "on_its_way": carrying.is_on_its_way(row=row)}
        for row in rows
    ]


@requires("people.own")
@require_POST
def brought_offer(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """I have looked at it, and want the coordinators here to have it."""
    row = get_object_or_404(CarriedRecord, uuid=uuid, person=own_person(request))
    if request.POST.get("agreed") != "on":
        toast(request, _("Tick that you agree, or remove it."), bad=True)
        return redirect("my-data-bring")
    try:
        carrying.offer(row=row, version=request.POST.get("version", ""), by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The coordinators here can read it now."))
    return redirect("my-data-bring")


@requires("people.own")
@require_POST
def brought_remove(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """I do not want it to be here any more."""
    person = own_person(request)
    carrying.remove(row=get_object_or_404(CarriedRecord, uuid=uuid, person=person), by=request.actor)
    toast(request, _("Removed."))
    return redirect("my-data-bring")
