"""Putting somebody on a shift for them: found among those who may, or with a reason that is kept."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import conditions, services
from scheduling.shifts.errors.shifts import ShiftRefusal
from scheduling.shifts.forms.shifts import AddPersonForm, FindPersonForm
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors import adding
from scheduling.shifts.views import coordinator, show
from scheduling.shifts.words import shifts as words
from tenants import clock
from volunteers.register.models import Person
from web.errors import DomainError
from web.toasts import toast


@requires("shifts.manage")
@require_http_methods(["GET", "POST"])
def add_person(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Put somebody on the shift: before the start as coming, after it as having been there."""
    shift = coordinator.shift_or_404(request, uuid)
    if request.method == "POST":
        return _add(request, shift)
    wanted = AddPersonForm(request.GET, shift=shift, reader=request) if "person" in request.GET else None
    chosen = wanted.cleaned_data["person"] if wanted and wanted.is_valid() else None
    form = AddPersonForm(initial={"person": chosen and chosen.uuid}, shift=shift, reader=request)
    return _page(request, shift, chosen=chosen, form=form)


def _add(request: TenantRequest, shift: Shift) -> HttpResponseBase:
    form = AddPersonForm(request.POST, shift=shift, reader=request)
    if not form.is_valid():
        form.add_error(None, _("Choose a person from the list."))
        return _page(request, shift, chosen=None, form=form)
    said = form.cleaned_data
    person: Person = said["person"]
    try:
        if conditions.has_started(shift):
            services.add_walk_in(shift=shift, person=person, by=request.actor)
        else:
            services.add_person(
                shift=shift,
                person=person,
                by=request.actor,
                reason=said["reason"].strip(),
                in_training=said["learns"],
            )
    except DomainError as refusal:
        told = adding.of_somebody(refusal) if isinstance(refusal, ShiftRefusal) else show.cure(refusal)
        form.add_error(None, told)
        return _page(request, shift, chosen=person, form=form)
    toast(request, _("%(name)s is on the shift.") % {"name": person.name})
    return redirect(coordinator.manage_url(shift))


def _page(
    request: TenantRequest, shift: Shift, *, chosen: Person | None, form: AddPersonForm
) -> HttpResponse:
    find = FindPersonForm(request.GET)
    started = conditions.has_started(shift)
    free = shift.places - shift.taken
    learning = 0 if started else shift.training_places - shift.training_taken
    has_room = shift.state == Shift.State.PUBLISHED and (free > 0 or learning > 0)
    open_to_all = not request.association.is_read_only and has_room
    context = {
        "section": "plan",
        "shift": shift,
        "title": words.title(shift),
        "facts": show.facts(shift, today=clock.today(request.association), is_inside=True),
        "started": started,
        "free": free,
        "learning": learning,
        "find": find,
        "text": find.text,
        "form": form,
        "chosen": adding.lines_of(shift, [chosen])[0] if chosen else None,
        "found": adding.find(shift, text=find.text, reader=request) if open_to_all and not chosen else None,
    }
    return render(request, "shifts/add_person.html", context, status=422 if form.errors else 200)
