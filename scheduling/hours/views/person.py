"""Hours that a coordinator writes down for somebody who cannot, or who was too late."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import may, requires
from scheduling.hours.card_form import CardForm, LateHoursForm
from scheduling.hours.errors import MonthClosed
from scheduling.hours.services import correcting, own as verbs
from scheduling.hours.views.own import roles_for
from tenants import clock
from tenants.actors import Actor
from volunteers.register import reach
from volunteers.register.models import Person
from web.errors import DomainError
from web.toasts import toast


@requires("hours.approve")
@require_http_methods(["GET", "POST"])
def person_hours(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Write down what somebody did, on their behalf; it waits for approval as their own would."""
    person = reach.person_or_404(request, uuid)
    roles = reach.roles(request, roles_for(request, person))
    first = {"day": clock.today(request.association), "role": roles[0] if len(roles) == 1 else None}
    zone = ZoneInfo(request.association.timezone)
    may_correct = may(request, "hours.correct")
    shape = LateHoursForm if may_correct else CardForm
    form = shape(request.POST or None, roles=roles, zone=zone, initial=first)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            _write(person, reason=reason, by=request.actor, **form.said())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The hours are saved. They count when they are confirmed."))
            return redirect("person", uuid=person.uuid)
    context = {"section": "people", "person": person, "form": form}
    return render(request, "hours/person_form.html", context, status=422 if form.errors else 200)


def _write(person: Person, *, reason: str, by: Actor, **said: Any) -> None:
    """As the person's own report, or with a reason as a correction of a closed month."""
    try:
        verbs.submit_own(person=person, by=by, **said)
    except MonthClosed:
        if not reason:
            raise
        correcting.add_late(person=person, reason=reason, by=by, **said)
