"""A volunteer's own hours: the list, writing down, correcting, taking back."""

from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours import resting_rows, selectors, split
from scheduling.hours.card_form import CardForm
from scheduling.hours.certificates import facts as certificates
from scheduling.hours.services import own as verbs
from tenants import clock
from volunteers.register import selectors as register
from volunteers.register.models import Person, VolunteerRole
from web.errors import DomainError
from web.kit import Pages
from web.toasts import toast

PAGE = 30


def zone_of(request: TenantRequest) -> ZoneInfo:
    return ZoneInfo(request.association.timezone)


def me(request: TenantRequest) -> Person:
    """The person behind the login. Whoever is not in the register has no hours to write."""
    person = register.person_of(request.user.uuid)
    if person is None:
        raise Http404
    return person


@requires("hours.own")
@require_GET
def hours(request: TenantRequest) -> HttpResponse:
    """This year's sums, and all of one's hours by month."""
    context: dict[str, Any] = {"section": "hours"}
    if person := register.person_of(request.user.uuid):
        entries = selectors.own_entries(person)
        number = request.GET.get("page", "")
        pages = Pages.of(number=int(number) if number.isdecimal() else 1, size=PAGE, total=entries.count())
        zone = zone_of(request)
        shown = entries[pages.first - 1 : pages.last] if pages.total else []
        context |= {
            "person": person,
            "year": selectors.own_year(person, year=clock.today(request.association).year, zone=zone),
            "months": [
                (month, list(rows))
                for month, rows in groupby(shown, key=lambda entry: split.month_at(entry.starts_at, zone))
            ],
            "pages": pages,
            "certificates": certificates.years_of(person),
            "rest": resting_rows.own(person, today=clock.today(request.association)),
        }
    return render(request, "hours/own.html", context)


@requires("hours.own")
@require_http_methods(["GET", "POST"])
def hours_new(request: TenantRequest) -> HttpResponseBase:
    """Write down what one did."""
    person = me(request)
    roles = roles_for(request, person)
    first = {"day": clock.today(request.association), "role": roles[0] if len(roles) == 1 else None}
    form = CardForm(request.POST or None, roles=roles, zone=zone_of(request), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.submit_own(person=person, by=request.actor, **form.said())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Your hours are saved. They count when the coordinator has confirmed them."))
            return redirect("hours")
    return render(request, "hours/own_form.html", {"section": "hours", "form": form})


@requires("hours.own")
@require_http_methods(["GET", "POST"])
def hours_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Correct what waits or came back."""
    person = me(request)
    entry = selectors.own_entry(person, uuid)
    if entry is None:
        raise Http404
    zone = zone_of(request)
    form = CardForm(
        request.POST or None,
        roles=roles_for(request, person),
        zone=zone,
        initial=CardForm.initial_of(entry, zone),
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.correct_own(entry=entry, person=person, by=request.actor, **form.said())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Your hours are saved. They count when the coordinator has confirmed them."))
            return redirect("hours")
    return render(request, "hours/own_form.html", {"section": "hours", "form": form, "entry": entry})


@requires("hours.own")
@require_POST
def hours_withdraw(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take back what nobody has confirmed."""
    person = me(request)
    entry = selectors.own_entry(person, uuid)
    if entry is None:
        raise Http404
    try:
        verbs.withdraw_own(entry=entry, person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The hours were removed."))
    return redirect("hours")


def roles_for(request: TenantRequest, person: Person) -> QuerySet[VolunteerRole]:
    """The roles that the person does or once did; where they do none now, all that are on offer as well."""
    today = clock.today(request.association)
    once = register.roles_ever_of(person, on=today)
    return once if register.roles_of(person, on=today).exists() else once | register.active_roles()
