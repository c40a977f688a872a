"""Groups of a dialogue: added, changed, taken out."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities import selectors, words
from scheduling.activities.forms import CircleForm
from scheduling.activities.models import Activity, DialogueGroup
from scheduling.activities.services import dialogues as services
from scheduling.hours import selectors as hours
from web.errors import DomainError
from web.toasts import toast


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def circle_new(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """One more group of a dialogue."""
    found = get_object_or_404(selectors.occasions(reader=request), uuid=uuid)
    if found.kind != Activity.Kind.DIALOGUE:  # only dialogues have groups of their own
        return redirect("activity", uuid=uuid)
    return _circle(request, found, None)


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def circle(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A group of a dialogue: who leads and writes, how many took part."""
    found = selectors.circle_by_uuid(uuid, reader=request)
    if found is None:
        raise Http404
    if request.method == "POST" and "remove" in request.POST:
        try:
            services.remove_group(group=found, by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("The group was taken out."))
        return redirect("activity", uuid=found.activity.uuid)
    return _circle(request, found.activity, found)


def _circle(request: TenantRequest, activity: Activity, group: DialogueGroup | None) -> HttpResponse:
    form = CircleForm(request.POST or None, reader=request, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_group(activity=activity, plan=form.plan(), by=request.actor, group=group)
        except DomainError as refusal:
            form.add_error("participants" if refusal.code == "dialogue_group_full" else None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("activity", uuid=activity.uuid)
    context = {
        "section": "activities",
        "nav_key": "activities",
        "closed": bool(hours.closed_months([activity.first_month])),
        "form": form,
        "activity": activity,
        "name": words.title(activity),
        "group": group,
    }
    return render(request, "activities/circle.html", context, status=422 if form.errors else 200)
