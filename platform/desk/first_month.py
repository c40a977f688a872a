"""What a new association does in its first month: told by what is there, with nothing ticked by hand."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.hours.models import Month
from scheduling.shifts.models import Shift
from volunteers.register.models import AgreementText, Person, RoleHolding
from volunteers.register.needs import Asking
from volunteers.register.services import putting_off
from web.toasts import toast

KIND, KEY = "first.month", "all"
# Counted from the approval; an association that began before it has its own ways.
SHOWN = timedelta(days=62)
ASKED = ("people", "roles", "texts", "shift", "month")


@dataclass(frozen=True)
class Step:
    """One thing to do, where, and whether it is done."""

    label: str
    url: str
    done: bool


def steps(asking: Asking) -> list[Step]:
    """The list, while the association is new, something is left and the reader has not put it away.

    One query for a new association, none for any other.
    """
    request = asking.request
    is_new = request.association.created_at > asking.now - SHOWN
    if not is_new or not request.reach.whole or KEY in asking.put_off.get(KIND, {}):
        return []
    asked = Person.objects.annotate(
        people=Exists(Person.objects.exclude(user_uuid=request.user.uuid)),
        roles=Exists(RoleHolding.objects.all()),
        texts=Exists(AgreementText.objects.all()),
        shift=Exists(Shift.objects.filter(state=Shift.State.PUBLISHED)),
        month=Exists(Month.objects.filter(state=Month.State.CLOSED)),
    )
    # An association that was founded with the command has nobody in its register yet, so nothing else either.
    there = asked.values(*ASKED).first() or dict.fromkeys(ASKED, False)
    found = [
        Step(_("Bring people in from a list, or add them one by one"), "people-import", there["people"]),
        Step(_("Look through the roles, and say who does them"), "roles", there["roles"]),
        Step(_("Write the agreement that volunteers sign"), "agreements", there["texts"]),
        Step(_("Publish the first shift"), "shift-new", there["shift"]),
        Step(_("Close the first month"), "months", there["month"]),
    ]
    if all(step.done for step in found):
        return []
    return [Step(step.label, reverse(step.url, urlconf=request.urlconf), step.done) for step in found]


@requires("today")
@require_POST
def put_away(request: TenantRequest) -> HttpResponse:
    """The reader does without it from now on."""
    putting_off.mark_read(user_uuid=request.user.uuid, kind=KIND, key=KEY)
    toast(request, _("The list is hidden."))
    return redirect("today")
