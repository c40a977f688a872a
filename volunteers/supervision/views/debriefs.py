"""After a hard shift: one button for who would like to talk, one page for who gets in touch."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import may, requires
from volunteers.register import reach
from volunteers.register.selectors import person_of
from volunteers.supervision.models import DebriefRequest
from volunteers.supervision.services import debriefing
from web import formats
from web.errors import DomainError
from web.toasts import toast


@requires("supervision.own")
@require_POST
def debrief_ask(request: TenantRequest) -> HttpResponseBase:
    """I would like to talk. About what is not asked."""
    person = person_of(request.user.uuid)
    if person is None:
        raise Http404
    debriefing.ask(person=person, by=request.actor)
    toast(request, _("Your request is on its way. You are called."))
    return redirect("own-supervision")


@requires("supervision.own")
@require_POST
def debrief_withdraw(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """I do not need it any more. No reason is asked."""
    found = get_object_or_404(DebriefRequest, uuid=uuid, person__user_uuid=request.user.uuid)
    debriefing.withdraw(request=found, by=request.actor)
    toast(request, _("Taken back. You can ask again at any time."))
    return redirect("own-supervision")


@requires("supervision.own")
@require_http_methods(["GET", "POST"])
def debrief(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Somebody would like to talk: for whom it was asked, and those who coordinate them."""
    found = _found(request, uuid)
    if request.method == "POST":
        try:
            debriefing.answer(request=found, by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("Thank you. They see that you get in touch."))
        return redirect("debrief", uuid=uuid)
    context = {
        "section": "home",
        "debrief": found,
        "person": found.person,
        "asked": formats.when(found.asked_at, year=True),
    }
    return render(request, "supervision/debrief.html", context)


def _found(request: TenantRequest, uuid: UUID) -> DebriefRequest:
    """One that was asked of the reader, or of somebody whom they coordinate."""
    asked = Q(asked_of__user_uuid=request.user.uuid)
    if may(request, "supervision.manage"):
        asked |= Q(person__in=reach.people(request).order_by().values("pk"))
    return get_object_or_404(DebriefRequest.objects.select_related("person").filter(asked), uuid=uuid)
