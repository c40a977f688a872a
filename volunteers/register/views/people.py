"""The coordinator's pages of people: the list, a new volunteer, inviting."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import selectors
from volunteers.register.forms.people import PersonForm, SearchForm
from volunteers.register.services.invite import invite_person
from volunteers.register.services.people import take_in
from web.errors import DomainError
from web.kit import Column, Pages
from web.toasts import toast

PAGE = 50
COLUMNS = (
    Column(pgettext_lazy("column", "Name")),
    Column(pgettext_lazy("column", "Roles"), wide=True),
    Column(pgettext_lazy("column", "Contact"), wide=True),
    Column(pgettext_lazy("column", "Signing in")),
)


@requires("people.manage")
@require_GET
def people(request: TenantRequest) -> HttpResponse:
    """Everybody in the register in order of name, with a search."""
    form = SearchForm(request.GET)
    search = form.wish()
    found = selectors.people_in_order(search=search)
    number = request.GET.get("page", "")
    pages = Pages.of(
        number=int(number) if number.isdecimal() else 1,
        size=PAGE,
        total=found.count(),
        url=f"?{urlencode({'q': search})}&page=" if search else "?page=",
    )
    shown = found[pages.first - 1 : pages.last] if pages.total else []
    lines = selectors.lines(shown, on=clock.today(request.association))
    return render(
        request,
        "register/people.html",
        {
            "section": "people",
            "columns": COLUMNS,
            "form": form,
            "lines": lines,
            "pages": pages,
            "search": search,
        },
    )


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_new(request: TenantRequest) -> HttpResponseBase:
    """A new volunteer, and their invitation."""
    form = PersonForm(request.POST or None, initial={"language": request.association.language})
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
    person = selectors.person_by_uuid(uuid)
    if person is None:
        raise Http404
    try:
        invite_person(person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The invitation goes to %(email)s.") % {"email": person.email})
    return redirect("people")
