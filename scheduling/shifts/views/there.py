"""Afterwards: a volunteer says whether they were there, and a coordinator about who came without a place."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from scheduling.shifts import conditions
from scheduling.shifts.errors.shifts import NotStarted
from scheduling.shifts.forms.presence import ThereForm
from scheduling.shifts.models import Presence, SignUp
from scheduling.shifts.services import presence as services
from scheduling.shifts.views import coordinator, show, volunteer
from scheduling.shifts.words import shifts as words
from volunteers.register import reach
from volunteers.register.selectors import person_of
from web import formats
from web.errors import DomainError
from web.toasts import toast


@requires("shifts.sign_up")
@require_http_methods(["GET", "POST"])
def there(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Was I there, and from when to when? What was said can be corrected until the hours are approved."""
    shift, person = volunteer.shift_or_404(request, uuid), person_of(request.user.uuid)
    rows = SignUp.objects.select_related("person", "shift__role", "shift__site")
    held = rows.filter(shift=shift, person=person, state__in=SignUp.ACTIVE).first() if person else None
    if held is None:
        raise Http404
    if not conditions.has_started(shift):
        toast(request, show.cure(NotStarted()), bad=True)
        return redirect(show.url_of(shift))
    absent = "absent" in request.POST
    form = ThereForm(request.POST if request.method == "POST" and not absent else None, sign_up=held)
    if request.method == "POST" and (absent or form.is_valid()):
        starts_at, ends_at = (None, None) if absent else form.times
        try:
            services.tell_own(
                sign_up=held, came=not absent, starts_at=starts_at, ends_at=ends_at, by=request.actor
            )
        except DomainError as refusal:
            if absent:
                toast(request, show.cure(refusal), bad=True)
                return redirect("shift-there", uuid=uuid)
            form.add_error(None, show.cure(refusal))
        else:
            done = _("Thank you for telling.") if absent else _("Thank you! Your hours wait for approval.")
            toast(request, done)
            return redirect(show.url_of(shift))
    context = {
        "section": "shifts",
        "shift": shift,
        "title": words.title(shift),
        "when": formats.when(shift.starts_at, shift.ends_at),
        "back_url": show.url_of(shift),
        "said": show.whether_there(held),
        "settled": services.is_settled(sign_up=held),
        "form": form,
    }
    return render(request, "shifts/there.html", context, status=422 if form.errors else 200)


@requires("shifts.manage")
@require_POST
def walk_in(request: TenantRequest, uuid: UUID, row: UUID) -> HttpResponseBase:
    """Yes or no to somebody who came without a place."""
    shift = coordinator.shift_or_404(request, uuid)
    said = reach.of_people(request, Presence.objects.select_related("person", "shift").filter(shift=shift))
    presence: Presence = get_object_or_404(said, uuid=row)
    name = presence.person.name
    try:
        if request.POST.get("answer") == "yes":
            services.accept_walk_in(presence=presence, by=request.actor)
        else:
            services.refuse_walk_in(presence=presence, by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
    else:
        yes = request.POST.get("answer") == "yes"
        toast(
            request,
            (_("%(name)s has a place.") if yes else _("%(name)s is not noted here.")) % {"name": name},
        )
    return redirect(coordinator.manage_url(shift))
