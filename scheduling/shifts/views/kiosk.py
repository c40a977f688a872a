"""A tablet at a place: who comes today says there that they are there. Nothing else opens on it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.factors.drawing import qr
from accounts.rights import public_page
from accounts.tablets import private
from scheduling.shifts.models import Kiosk, Presence, SignUp
from scheduling.shifts.pages import presence as pages
from scheduling.shifts.presence import codes
from scheduling.shifts.selectors import presence as selectors
from scheduling.shifts.services import presence as services
from scheduling.shifts.services.at_the_place import DOOR
from scheduling.shifts.views import show
from tenants import clock
from tenants.actors import Actor
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret")
def kiosk_open(request: HttpRequest) -> HttpResponseBase:
    """The page of a tablet's link (see `accounts.tablets`)."""
    return DOOR.open(request)


@public_page
@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest) -> HttpResponseBase:
    """The shifts of today at the place, and the names of who comes, as short as may be."""
    tablet = DOOR.device(request).select_related("site").first()
    if tablet is None:
        return DOOR.gone(request)
    if request.method == "POST":
        _act(request, tablet)
        return redirect("kiosk")
    context = {
        "place": "" if tablet.site.discreet else tablet.site.name,
        "shifts": pages.on_kiosk(selectors.today_at(tablet.site)),
        "drawing": qr(codes.address_of(codes.code(tablet.site, at=clock.real_now()))),
    }
    return private(render(request, "shifts/kiosk.html", context))


def _act(request: HttpRequest, tablet: Kiosk) -> None:
    try:
        uuid = UUID(request.POST.get("sign_up", ""))
    except ValueError as error:
        raise Http404 from error
    shifts = [each for each in selectors.today_at(tablet.site) if each.names != each.Names.NOBODY]
    sign_up: SignUp | None = selectors.coming_to(shifts).filter(uuid=uuid).select_related("shift").first()
    if sign_up is None:
        raise Http404
    by = Actor(user=None, name=tablet.label)
    name = pages.short_name(sign_up.person)
    try:
        if request.POST.get("step") == "arrive":
            said: Presence | None = services.arrive(
                shift=sign_up.shift, person=sign_up.person, way=Presence.Way.KIOSK, by=by
            )
        else:
            said = services.leave(shift=sign_up.shift, person=sign_up.person, by=by)
    except DomainError as refusal:
        toast(request, f"{name}: {show.cure(refusal)}", bad=True)
    else:
        told = pages.said_of(said) or _("You left before the shift began, so nothing is noted.")
        toast(request, f"{name}: {told}")
