"""The administrator's page of where an association belongs, with its history."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.http import UmbrellaRequest
from accounts.rights import may, requires
from tenants.models import AffiliationChange
from umbrella.affiliations import selectors, services
from umbrella.affiliations.forms import LeaveForm, MoveForm
from umbrella.affiliations.selectors import Place
from umbrella.networks import selectors as networks
from web import formats
from web.errors import DomainError
from web.kit import Column, Event
from web.toasts import toast


def _found(request: UmbrellaRequest, slug: str) -> Place:
    place = selectors.place(request.umbrella, slug)
    if place is None:
        raise Http404
    return place


def _page(request: UmbrellaRequest, slug: str) -> HttpResponse:
    return redirect(reverse("association-belonging", urlconf=request.urlconf, kwargs={"slug": slug}))


@requires("associations.see")
@require_GET
@never_cache
def belonging(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Where an association belongs, belonged and will belong."""
    return _shown(request, _found(request, slug))


def _shown(request: UmbrellaRequest, place: Place, **forms_with_errors: forms.Form) -> HttpResponse:
    manages = may(request, "associations.manage") and place.planned_for is None
    here = place.stays[0].to_on is None
    has_districts = request.umbrella.districts.exists()
    offered: dict[str, forms.Form] = {}
    if manages and here and has_districts:
        offered["move_form"] = MoveForm(umbrella=request.umbrella)
    if manages and here:
        offered["leave_form"] = LeaveForm(umbrella=request.umbrella, auto_id="leave_%s")
    if manages and not here:
        offered["return_form"] = MoveForm(umbrella=request.umbrella)
    context: dict[str, Any] = {
        "section": "associations",
        "place": place,
        "columns": [Column(_("From")), Column(pgettext("affiliation", "To")), Column(_("District"))],
        "networks": networks.of_association(request.umbrella, place.association),
        "network_columns": [Column(_("From")), Column(pgettext("affiliation", "To")), Column(_("Network"))],
        "events": [_event(change) for change in place.changes],
        "takes_back": may(request, "associations.manage") and place.planned_for is not None,
        "is_member": place.now is not None,
        **offered,
        **forms_with_errors,
    }
    return render(request, "umbrella/affiliations/belonging.html", context)


def _event(change: AffiliationChange) -> Event:
    day = formats.day(change.on, weekday=False, year=True)
    where = f" · {change.district.name}" if change.district else ""
    return Event(
        when=formats.day(change.at, weekday=False, year=True),
        title=change.get_kind_display(),
        text=f"{day}{where}{f' · {change.by_name}' if change.by_user else ''}",
    )


def _done(
    request: UmbrellaRequest, place: Place, name: str, form: forms.Form, verb: Callable[..., Any], said: str
) -> HttpResponse:
    """Run a verb with what the form says, or show the page again with what was typed."""
    if form.is_valid():
        try:
            verb(
                umbrella=request.umbrella,
                association=place.association,
                by=request.actor,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, said)
            return _page(request, place.association.slug)
    return _shown(request, place, **{name: form})


@requires("associations.manage")
@require_POST
def association_move(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Put it into another district from a day on."""
    form = MoveForm(request.POST, umbrella=request.umbrella)
    return _done(request, _found(request, slug), "move_form", form, services.move, _("The move is noted."))


@requires("associations.manage")
@require_POST
def association_leave(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Have it belong until a day."""
    form = LeaveForm(request.POST, umbrella=request.umbrella, auto_id="leave_%s")
    return _done(
        request, _found(request, slug), "leave_form", form, services.leave, _("The last day is noted.")
    )


@requires("associations.manage")
@require_POST
def association_return(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Have it belong again from a day on."""
    form = MoveForm(request.POST, umbrella=request.umbrella)
    place = _found(request, slug)
    said = _("%(name)s belongs again.") % {"name": place.association.name}
    return _done(request, place, "return_form", form, _come_back, said)


def _come_back(**said: Any) -> None:
    services.come_back(**{"district": None, **said})


@requires("associations.manage")
@require_POST
def association_stay(request: UmbrellaRequest, slug: str) -> HttpResponse:
    """Take a planned change back before its day."""
    place = _found(request, slug)
    try:
        services.take_back(umbrella=request.umbrella, association=place.association, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The planned change is taken back."))
    return _page(request, slug)
