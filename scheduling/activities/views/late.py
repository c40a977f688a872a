"""On the page of an occasion whose month is closed: what became of it, told late and with a reason."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.http import TenantRequest
from scheduling.activities import words
from scheduling.activities.late_forms import LateCancelForm, LateHeldForm
from scheduling.activities.models import Activity
from scheduling.activities.services import late, outcomes
from web.toasts import toast


def is_sent(request: TenantRequest) -> bool:
    """Whether one of these forms was sent."""
    return "late" in request.POST or "late_cancel" in request.POST


def forms(request: TenantRequest, activity: Activity) -> tuple[LateHeldForm, LateCancelForm]:
    """Held with so many, or cancelled; a number that waited, or that its groups know, stands in it."""
    known = next(iter(activity.standing), None)
    initial = {"method": "counted", "heads": outcomes.took_part(activity=activity)}
    if known is not None:
        initial = {"heads": known.quantity, "method": known.method, "basis": known.basis}
    posted = request.POST
    return (
        LateHeldForm(posted if "late" in posted else None, initial=initial),
        LateCancelForm(posted if "late_cancel" in posted else None, auto_id="id_late_%s"),
    )


def answer(
    request: TenantRequest, activity: Activity, held: LateHeldForm, cancel: LateCancelForm
) -> HttpResponseBase | None:
    """What follows from the form that was sent; None where it is not whole. Raises what the verbs raise."""
    name = {"name": words.title(activity)}
    if "late_cancel" in request.POST:
        if not cancel.is_valid():
            return None
        said = cancel.cleaned_data
        late.tell_cancelled(
            activity=activity, cancel_reason=said["reason"], reason=said["late_reason"], by=request.actor
        )
        toast(request, _("“%(name)s” is cancelled.") % name)
        return redirect("activity", uuid=activity.uuid)
    if not held.is_valid():
        return None
    late.tell_held(activity=activity, heads=held.said(), reason=held.cleaned_data["reason"], by=request.actor)
    toast(request, _("Saved: “%(name)s” was held.") % name)
    return redirect("activity", uuid=activity.uuid)
