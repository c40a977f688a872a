"""A tablet at a place: who comes today says there that they are there. Nothing else opens on it."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.factors.drawing import qr
from accounts.rights import public_page
from accounts.sessions import hashed
from scheduling.shifts.errors.presence import SignedInOnTablet
from scheduling.shifts.models import Kiosk, Presence, SignUp
from scheduling.shifts.pages import presence as pages
from scheduling.shifts.presence import codes
from scheduling.shifts.selectors import presence as selectors
from scheduling.shifts.services import at_the_place, presence as services
from scheduling.shifts.views import show
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast

COOKIE = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_kiosk")
LONGEST = 60 * 60 * 24 * 400
# Between opening the link and pressing the button.
LINK_COOKIE = settings.SESSION_COOKIE_NAME.replace("rn_session", "rn_kiosk_link")
LINK_KEPT = 60 * 60


@public_page
@require_http_methods(["GET", "POST"])
@limited("secret")
def kiosk_open(request: HttpRequest) -> HttpResponseBase:
    """The page of a tablet's link. Opening it does nothing; a press makes this device the tablet, once."""
    if getattr(request.user, "is_authenticated", False):
        refusal = SignedInOnTablet()
        return render(request, "shifts/kiosk_gone.html", {"sentence": str(refusal)}, status=refusal.status)
    if token := request.GET.get("token", ""):
        # Out of the address at once: a form is sent from a clean one alone (see web.headers).
        response = redirect("kiosk-open")
        _keep(response, LINK_COOKIE, token, seconds=LINK_KEPT)
        return response
    kept = request.get_signed_cookie(LINK_COOKIE, default="", salt=_salt(), max_age=LINK_KEPT)
    if request.method == "GET" and kept:
        return render(request, "shifts/kiosk_open.html")
    made = at_the_place.open_kiosk(secret=kept) if kept else None
    if made is None:
        return _gone(request)
    response = redirect("kiosk")
    response.delete_cookie(LINK_COOKIE, samesite="Lax")
    _keep(response, COOKIE, made.secret, seconds=LONGEST)
    return response


def _keep(response: HttpResponseBase, name: str, value: str, *, seconds: int) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=_salt(),
        max_age=seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@public_page
@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest) -> HttpResponseBase:
    """The shifts of today at the place, and the names of who comes, as short as may be."""
    tablet = _tablet(request)
    if tablet is None:
        return _gone(request)
    if request.method == "POST":
        _act(request, tablet)
        return redirect("kiosk")
    context = {
        "place": "" if tablet.site.discreet else tablet.site.name,
        "shifts": pages.on_kiosk(selectors.today_at(tablet.site)),
        "drawing": qr(codes.address_of(codes.code(tablet.site, at=clock.real_now()))),
    }
    response = render(request, "shifts/kiosk.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


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


def _tablet(request: HttpRequest) -> Kiosk | None:
    secret = request.get_signed_cookie(COOKIE, default="", salt=_salt(), max_age=LONGEST)
    return selectors.kiosk_of(hashed(secret)) if secret else None


def _gone(request: HttpRequest) -> HttpResponse:
    sentence = _("This tablet is not in use any more, or its link was opened before.")
    response = render(request, "shifts/kiosk_gone.html", {"sentence": sentence}, status=410)
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _salt() -> str:
    return f"shifts.kiosk {current_association().schema_name}"
