"""The coordinator's pages of people: the list, a new volunteer, inviting."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import own_fields, people_rows, reach, roster
from volunteers.register.forms.people import ColumnsForm, FilterForm, PersonForm, SaveForm
from volunteers.register.models import OwnField, SavedList
from volunteers.register.services.invite import invite_person
from volunteers.register.services.people import take_in
from web.errors import DomainError
from web.kit import Column, Tab
from web.toasts import toast

PAGE = 50
NAME = Column(pgettext_lazy("column", "Name"))
TICK = Column(pgettext_lazy("column", "Tick"), hidden_label=True)
# What also fits on a phone.
NARROW = ("sign_in",)


@requires("people.manage")
@require_GET
def people(request: TenantRequest) -> HttpResponse:
    """Everybody in the register, or those who are looked for, with the columns that the reader chose."""
    own = own_fields.active()
    form = FilterForm(request.GET, own=own)
    wanted, query = form.wanted(), form.query()
    on = clock.today(request.association)
    saved = roster.saved(request.user.uuid)
    columns = roster.columns_of(saved, own)
    number = request.GET.get("page", "")
    shown, pages = roster.page(
        wanted,
        on=on,
        reader=request,
        number=int(number) if number.isdecimal() and len(number) < 10 else 1,
        size=PAGE,
        url=f"?{query}&page=" if query else "?page=",
    )
    context = {
        "section": "people",
        "form": form,
        "query": query,
        "rows": people_rows.rows(roster.lines(shown, columns=columns, on=on, own=own), columns=columns),
        "pages": pages,
        "columns": [TICK, NAME, *_columns(columns, own)],
        "tabs": _tabs(saved, query),
        "kept": next((each for each in saved if each.name and each.query == query), None),
        "columns_form": ColumnsForm(initial={"columns": columns}, own=own),
        "save_form": SaveForm(),
    }
    return render(request, "register/people.html", context)


def _columns(chosen: Sequence[str], own: Sequence[OwnField]) -> list[Column]:
    labels = roster.COLUMNS | {key: field.name for key, field in own_fields.by_key(own).items()}
    return [Column(labels[name], wide=name not in NARROW) for name in chosen]


def _tabs(saved: list[SavedList], query: str) -> list[Tab]:
    """Everybody, and the reader's own filters."""
    own = [each for each in saved if each.name]
    if not own:
        return []
    url = reverse("people")
    everybody = Tab(pgettext("people", "All"), url, current=not query)
    return [everybody, *(Tab(each.name, f"{url}?{each.query}", current=each.query == query) for each in own)]


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_new(request: TenantRequest) -> HttpResponseBase:
    """A new volunteer, and their invitation."""
    form = PersonForm(
        request.POST or None, reader=request, initial={"language": request.association.language}
    )
    if request.method == "POST" and form.is_valid():
        try:
            person = take_in(by=request.actor, on=clock.today(request.association), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = (
                _("%(name)s was added and invited.")
                if form.cleaned_data["invited"]
                else _("%(name)s was added.")
            )
            toast(request, said % {"name": person.name})
            return redirect("people")
    return render(request, "register/person_new.html", {"section": "people", "form": form})


@requires("people.manage")
@require_POST
def person_invite(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Send somebody of the register a link to sign in."""
    person = reach.person_or_404(request, uuid)
    try:
        invite_person(person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The invitation goes to %(email)s.") % {"email": person.email})
    return redirect("today" if request.POST.get("from") == "today" else "people")
