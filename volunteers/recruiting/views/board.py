"""The board of applications: by stage, with the figures of recruiting."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.recruiting import board_rows, selectors
from volunteers.recruiting.errors import NotFromHere
from volunteers.recruiting.forms.handling import RoleFilter
from volunteers.recruiting.models import Application
from volunteers.recruiting.services import handling
from volunteers.register import reach
from volunteers.register.models import VolunteerRole
from web.errors import DomainError
from web.toasts import toast

State = Application.State
# What needs more than a press has a page of its own.
PAGES = {
    State.INTERVIEW_BOOKED: "application-offer",
    State.ACCEPTED: "application-accept",
    State.REJECTED: "application-reject",
}


@requires("applications.manage")
@require_GET
def applications(request: TenantRequest) -> HttpResponse:
    """Who has applied, how far they are, who waits for an answer."""
    this_year = clock.today(request.association).year
    roles = list(reach.roles(request, selectors.roles_in_recruiting()))
    form = RoleFilter(request.GET or None, roles=roles, year=this_year)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    role = next((each for each in roles if str(each.uuid) == chosen.get("role")), None)
    if request.GET.get("stage"):
        return _stage(request, role)
    year = int(chosen.get("year") or this_year)
    zone = timezone.get_current_timezone()
    funnel = selectors.funnel(
        start=datetime(year, 1, 1, tzinfo=zone),
        end=datetime(year + 1, 1, 1, tzinfo=zone),
        reader=request,
        role=role,
    )
    stages, settled = selectors.board(reader=request, role=role)
    context = {
        "section": "applications",
        "form": form,
        "stages": board_rows.cards(stages, request=request),
        "settled": settled,
        "year": year,
        "funnel": funnel,
        "waiting": selectors.overdue(reader=request).count(),
        "more": f"?role={role.uuid}&stage=" if role else "?stage=",
        "open_roles": board_rows.open_roles(
            (each for each in roles if each.is_open and each.is_active), request=request
        ),
    }
    return render(request, "recruiting/board.html", context)


def _stage(request: TenantRequest, role: VolunteerRole | None) -> HttpResponse:
    """All of one stage, page by page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    number = request.GET.get("page", "")
    found = selectors.stage(
        request.GET["stage"],
        reader=request,
        role=role,
        number=int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1,
        url=f"?{asked.urlencode()}&page=",
    )
    if found is None:
        raise Http404
    context = {"section": "applications", "stage": found[0], "pages": found[1], "role": role}
    return render(request, "recruiting/stage.html", context)


@requires("applications.manage")
@require_POST
def move(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Bring an application to another stage, by the card's form or by dragging it."""
    application = get_object_or_404(selectors.handed_in(reader=request), uuid=uuid)
    to = request.POST.get("to", "")
    if to in PAGES:
        return redirect(PAGES[State(to)], uuid=uuid)
    verbs = {State.IN_REVIEW: handling.take_up, State.WAITLISTED: handling.put_on_waiting_list}
    verb = verbs.get(to)  # type: ignore[call-overload]  # a posted word may be no state
    try:
        if verb is None:
            raise NotFromHere(now=application.get_state_display(), wanted="")
        moved = verb(application=application, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(
            request,
            _("%(name)s: %(state)s.") % {"name": application.name, "state": moved.get_state_display()},
        )
    return redirect(_back(request))


def _back(request: TenantRequest) -> str:
    """To the board as it was, or to the application's page."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/coordinate/applications/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    ):
        return wanted
    return "applications"
