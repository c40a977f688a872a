"""Names in closed groups: for who leads the group, and for its coordinators."""

from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.activities import participants, selectors
from scheduling.activities.models import Group
from scheduling.activities.participants_form import ParticipantForm
from scheduling.activities.services import participants as verbs
from volunteers.register import retention
from web.errors import DomainError
from web.toasts import toast


@requires("activities.lead")
@require_http_methods(["GET", "POST"])
def led_people(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Who is in a group that I lead."""
    return _page(request, get_object_or_404(selectors.led_with_names(request), uuid=uuid), coordinates=False)


@requires("activities.lead")
@require_POST
def led_person_erase(request: TenantRequest, uuid: UUID, row: UUID) -> HttpResponseBase:
    """Forget one of them."""
    found = get_object_or_404(selectors.led_with_names(request), uuid=uuid)
    return _erase(request, found, row, "led-people")


@requires("activities.manage")
@require_http_methods(["GET", "POST"])
def group_people(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Who is in a group that I look after."""
    found = get_object_or_404(selectors.groups(reader=request), uuid=uuid)
    return _page(request, found, coordinates=True)


@requires("activities.manage")
@require_POST
def group_person_erase(request: TenantRequest, uuid: UUID, row: UUID) -> HttpResponseBase:
    """Forget one of them."""
    found = get_object_or_404(selectors.groups(reader=request), uuid=uuid)
    return _erase(request, found, row, "group-people")


def _page(request: TenantRequest, group: Group, *, coordinates: bool) -> HttpResponseBase:
    form = ParticipantForm(request.POST or None, initial={"key": uuid4()})
    route = "group-people" if coordinates else "led-people"
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            verbs.take_in(
                group=group, name=said["name"], contact=said["contact"], by=request.actor, key=form.once()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect(route, uuid=group.uuid)
    return _shown(request, group, form, coordinates=coordinates)


def _shown(request: TenantRequest, group: Group, form: ParticipantForm, *, coordinates: bool) -> HttpResponse:
    route = "group-person-erase" if coordinates else "led-person-erase"
    people = [
        (each, each.name or "?", _times(each.times), _address(route, uuid=group.uuid, row=each.uuid))
        for each in participants.open_names(group, by=request.actor)
    ]
    context = {
        "section": "groups-all" if coordinates else "home",
        "layout": "web/coordinator.html" if coordinates else "web/volunteer.html",
        "group": group,
        "people": people,
        "form": form,
        "months": retention.terms()["participants"],
        "back_url": _address("group", uuid=group.uuid) if coordinates else _address("led"),
        "back_label": group.name if coordinates else _("Groups that you lead"),
    }
    return render(request, "activities/participants.html", context, status=422 if form.errors else 200)


def _address(name: str, **parts: UUID) -> str:
    return reverse(name, kwargs=parts or None)


def _erase(request: TenantRequest, group: Group, who: UUID, back: str) -> HttpResponseBase:
    verbs.erase(participant=get_object_or_404(group.participants, uuid=who), by=request.actor)
    toast(request, _("The name is erased. The numbers stay."))
    return redirect(back, uuid=group.uuid)


def _times(count: int) -> str:
    return ngettext("Came %(count)s time", "Came %(count)s times", count) % {"count": count}
