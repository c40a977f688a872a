"""A person's time here, as a coordinator moves it: begin, break, back, end, anew."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import leaving, reach
from volunteers.register.forms.person import BreakForm, EndForm, StartForm, in_a_month
from volunteers.register.models import Person
from volunteers.register.services import periods
from volunteers.register.views.person import form_page
from web import formats
from web.errors import DomainError
from web.toasts import toast


@requires("people.manage")
@require_POST
def person_begin(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Somebody who prepares is a volunteer from today, if nothing is missing."""
    person = reach.person_or_404(request, uuid)
    try:
        periods.begin(person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("%(name)s is a volunteer from today.") % {"name": person.name})
    return redirect("person", uuid=person.uuid)


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_break(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Somebody wants to rest; nobody asks why."""
    person = reach.person_or_404(request, uuid)
    form = BreakForm(request.POST or None, initial={"until": in_a_month(clock.today(request.association))})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            released = periods.take_break(person=person, until=until, by=request.actor)
        except DomainError as refusal:
            form.add_error("until", str(refusal))
        else:
            said = _("%(name)s is on a break until %(day)s.")
            day = formats.day(until, year=True)
            # Undone without a loss only where nothing was given back.
            undo = "" if released else reverse("person-back", kwargs={"uuid": uuid}, urlconf=request.urlconf)
            toast(request, said % {"name": person.name, "day": day}, undo=undo)
            return redirect("person", uuid=person.uuid)
    return _with_ahead(
        request,
        person,
        form,
        title=_("Take a break"),
        verb=_("Begin the break"),
        intro=_(
            "No reason is asked. Qualifications and supervision keep running. We tell the person by e-mail, "
            "and they are back by themselves on the day after."
        ),
    )


@requires("people.manage")
@require_POST
def person_back(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Back before the day, or the undo of a break."""
    person = reach.person_or_404(request, uuid)
    try:
        periods.end_break(person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("%(name)s is back from the break.") % {"name": person.name})
    return redirect("person", uuid=person.uuid)


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_end(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Somebody's time here ends."""
    person = reach.person_or_404(request, uuid)
    form = EndForm(request.POST or None, initial={"on": clock.today(request.association)})
    if request.method == "POST" and form.is_valid():
        try:
            periods.end_period(person=person, by=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("on", str(refusal))
        else:
            toast(request, _("The time of %(name)s as a volunteer has ended.") % {"name": person.name})
            return redirect("person", uuid=person.uuid)
    return _with_ahead(
        request,
        person,
        form,
        title=_("End the time as volunteer"),
        verb=_("End it"),
        intro=_(
            "Their roles end, and they can no longer sign in here as a volunteer. What they have done stays "
            "in the records. Should they come back, a new period begins."
        ),
    )


@requires("people.manage")
@require_http_methods(["GET", "POST"])
def person_anew(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Somebody comes back, or comes at all: a new period."""
    person = reach.person_or_404(request, uuid)
    form = StartForm(request.POST or None, initial={"on": clock.today(request.association)})
    if request.method == "POST" and form.is_valid():
        try:
            periods.start_anew(person=person, on=form.cleaned_data["on"], by=request.actor)
        except DomainError as refusal:
            form.add_error("on", str(refusal))
        else:
            toast(request, _("A new period begins. Give them a role, then let them begin."))
            return redirect("person", uuid=person.uuid)
    return form_page(
        request,
        person,
        form,
        title=_("Begin a new period"),
        verb=_("Begin"),
        intro=_("It begins with preparing: what their roles ask for is checked before the first task."),
    )


def _with_ahead(request: TenantRequest, person: Person, form: Any, **page: Any) -> HttpResponse:
    """The form's page with what would be given back, named one by one."""
    ahead = leaving.ahead(person)
    if ahead:
        said = ngettext(
            "%(number)s place ahead is given back to others:",
            "%(number)s places ahead are given back to others:",
            len(ahead),
        )
        page["list_title"] = said % {"number": len(ahead)}
    return form_page(
        request, person, form, items=tuple(f"{each.when}, {each.what}" for each in ahead), **page
    )
