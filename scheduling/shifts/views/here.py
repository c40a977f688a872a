"""The code at a place, as a volunteer's own phone opens it: I am here, I am leaving."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import TenantRequest
from accounts.rights import public_page, requires
from scheduling.shifts.errors.shifts import NotAVolunteerHere, ShiftRefusal
from scheduling.shifts.models import Presence, Shift
from scheduling.shifts.pages import presence as pages
from scheduling.shifts.presence import codes
from scheduling.shifts.selectors import presence as selectors
from scheduling.shifts.services import presence as services
from scheduling.shifts.views import show
from volunteers.register.models import Person, Site
from volunteers.register.selectors import person_of
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast


@public_page
@require_GET
@limited("secret")
def scan(request: TenantRequest) -> HttpResponseBase:
    """What a camera opens: the code is checked, remembered by the browser, and gone from the address."""
    try:
        site = codes.scanned(request.GET.get(codes.PARAMETER, ""))
    except ShiftRefusal as refusal:
        context = {"sentence": str(refusal), "advice": refusal.advice}
        return render(request, "shifts/scan_refused.html", context, status=refusal.status)
    response = redirect("here")
    codes.remember(response, site)
    return response


@requires("shifts.sign_up")
@require_http_methods(["GET", "POST"])
def here(request: TenantRequest) -> HttpResponseBase:
    """My shifts at the place whose code I have scanned; one press comes, one leaves."""
    site, person = codes.remembered(request), person_of(request.user.uuid)
    if person is None:
        toast(request, show.cure(NotAVolunteerHere()), bad=True)
        return redirect("home")
    if request.method == "POST" and site is not None:
        _act(request, site, person)
        return redirect("here")
    return _page(request, site, person)


def _page(request: TenantRequest, site: Site | None, person: Person) -> HttpResponse:
    found = selectors.at_site(site, person=person) if site else []
    mine = [pages.line_of(each) for each in found if each.sign_up or each.presence]
    others = [pages.line_of(each) for each in found if not (each.sign_up or each.presence)]
    context = {
        "section": "shifts",
        "scanned": site is not None,
        "place": "" if site is None or site.discreet else site.name,
        "mine": mine,
        "others": others,
        "why_not": pages.why_not_here(person, site=site) if site and not mine else "",
    }
    return render(request, "shifts/here.html", context)


def _act(request: TenantRequest, site: Site, person: Person) -> None:
    try:
        uuid = UUID(request.POST.get("shift", ""))
    except ValueError as error:
        raise Http404 from error
    found = selectors.at_site(site, person=person)
    shift = next((each.shift for each in found if each.shift.uuid == uuid), None)
    if shift is None:
        raise Http404
    try:
        said = _move(request, shift, person, step=request.POST.get("step", ""))
    except DomainError as refusal:
        toast(request, show.cure(refusal), bad=True)
    else:
        toast(request, said)


def _move(request: TenantRequest, shift: Shift, person: Person, *, step: str) -> str:
    if step == "arrive":
        came = services.arrive(shift=shift, person=person, way=Presence.Way.CODE, by=request.actor)
        return _("Welcome! %(said)s") % {"said": pages.said_of(came)}
    left = services.leave(shift=shift, person=person, by=request.actor)
    if left is None:
        return _("You left before the shift began, so nothing is noted.")
    return _("Thank you! %(said)s") % {"said": pages.said_of(left)}
