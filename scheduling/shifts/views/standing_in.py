"""Coming after all, and taking over the place of somebody who cannot come."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import TenantRequest
from accounts.rights import beforehand, requires
from scheduling.shifts import elsewhere, services
from scheduling.shifts.errors.shifts import NotAVolunteerHere
from scheduling.shifts.views import show
from scheduling.shifts.views.volunteer import back_to, shift_or_404
from scheduling.shifts.words import shifts as words
from volunteers.register.selectors import person_of
from web.errors import DomainError
from web.toasts import toast


@requires("shifts.sign_up")
@require_POST
def come_after_all(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Keep the place for which a stand-in was looked for."""
    shift, person = shift_or_404(request, uuid), person_of(request.user.uuid)
    try:
        kept = services.come_after_all(shift=shift, person=person, by=request.actor) if person else None
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
        return redirect(show.url_of(shift))
    if kept:
        toast(request, _("You are coming: %(shift)s.") % {"shift": words.label(shift)})
    else:
        toast(request, _("Somebody was found already, or the shift has begun. You need not come."), bad=True)
    return redirect(back_to(request, shift))


@requires("shifts.sign_up")
@beforehand(elsewhere.look_up)
@require_POST
def stand_in(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take the place over of somebody who cannot come."""
    shift, person = shift_or_404(request, uuid), person_of(request.user.uuid)
    try:
        if person is None:
            raise NotAVolunteerHere
        services.stand_in(shift=shift, person=person, by=request.actor)
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
    else:
        toast(request, elsewhere.coming(request, shift))
    return redirect(back_to(request, shift))
