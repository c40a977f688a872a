"""One time of a group: asking, calling off, and two taps for who came. For coordinators and supervisors."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import may, requires
from tenants import clock
from volunteers.register.models import Person
from volunteers.supervision import selectors, states, words
from volunteers.supervision.forms import TicksForm
from volunteers.supervision.models import Seat, SupervisionSession
from volunteers.supervision.services import attending, inviting
from web.errors import DomainError
from web.toasts import toast

AHEAD, BEFORE = 10, 20
State = SupervisionSession.State


@requires("supervision.manage")
@require_http_methods(["GET", "POST"])
def supervision_session(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A time of a group that I look after."""
    found = get_object_or_404(selectors.sessions(request), uuid=uuid)
    people = list(selectors.may_come(found, request))
    return _page(request, found, people, layout="web/coordinator.html", coordinates=True)


@requires("supervision.lead")
@require_http_methods(["GET", "POST"])
def supervised_session(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """A time of a group that I supervise."""
    found = get_object_or_404(selectors.supervised_by(request), uuid=uuid)
    return _page(request, found, list(selectors.may_come(found)), layout="web/volunteer.html")


@requires("supervision.lead")
@require_GET
def supervised(request: TenantRequest) -> HttpResponse:
    """The times of groups that I supervise: what waits for ticks, what comes, what was."""
    now, mine = clock.now(), selectors.supervised_by(request)
    ahead = mine.filter(state__in=states.OPEN, starts_at__gt=now).order_by("starts_at", "pk")
    held = mine.filter(state=State.HELD).order_by("-starts_at", "-pk")
    context = {
        "section": _section(request),
        "waiting": _lines(selectors.unsaid(mine, at=now)[:BEFORE]),
        "ahead": _lines(ahead[:AHEAD]),
        "held": _lines(held[:BEFORE]),
    }
    return render(request, "supervision/supervised.html", context)


def _section(request: TenantRequest) -> str:
    """For somebody from outside it is all that there is."""
    return "supervised" if may(request, "supervision.outside") else "home"


def _lines(found: QuerySet[SupervisionSession]) -> list[tuple[SupervisionSession, str, str]]:
    return [(each, each.group.name, words.when(each)) for each in found]


def _page(
    request: TenantRequest,
    session: SupervisionSession,
    people: list[Person],
    *,
    layout: str,
    coordinates: bool = False,
) -> HttpResponseBase:
    seats = {seat.person_id: seat for seat in session.seats.all()}
    said = request.POST if request.method == "POST" else None  # no tick at all is an answer, too
    form = TicksForm(said, people=people, initial={"came": _ticked(session, people, seats)})
    if request.method == "POST" and form.is_valid():
        try:
            attending.note_held(session=session, among=people, present=form.present(), by=request.actor)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Thank you, it is noted."))
            return redirect(request.path)
    context = {
        "section": "supervision" if coordinates else _section(request),
        "layout": layout,
        "coordinates": coordinates,
        "session": session,
        "group": session.group,
        "when": words.when(session),
        "place": words.place(session.group),
        "supervisor": words.supervisor(session.group),
        "has_begun": session.starts_at <= clock.now(),
        "is_open": session.state in states.OPEN,
        "people": [(person, seats.get(person.pk)) for person in people],
        "form": form,
        "back_url": reverse("supervision-group", kwargs={"uuid": session.group.uuid})
        if coordinates
        else reverse("supervised"),
        "back_label": session.group.name if coordinates else _("Groups that you supervise"),
    }
    return render(request, "supervision/session.html", context, status=422 if form.errors else 200)


def _ticked(session: SupervisionSession, people: list[Person], seats: dict[int, Seat]) -> list[str]:
    """Who was ticked, or before that who said that they come."""
    held = session.state == State.HELD
    return [
        str(person.uuid)
        for person in people
        if (seat := seats.get(person.pk)) is not None
        and (seat.came == Seat.Came.PRESENT if held else seat.answer == Seat.Answer.YES)
    ]


@requires("supervision.manage")
@require_POST
def supervision_invite(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask the members at once, not only when the time is near."""
    found = get_object_or_404(selectors.sessions(request), uuid=uuid)
    try:
        count = inviting.invite(session=found, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal))
    else:
        said = ngettext("%(count)s member was asked.", "%(count)s members were asked.", count)
        toast(request, said % {"count": count})
    return redirect("supervision-session", uuid=uuid)


@requires("supervision.manage")
@require_http_methods(["GET", "POST"])
def supervision_call_off(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Ask once more, then call a time off."""
    found = get_object_or_404(selectors.sessions(request), uuid=uuid)
    if request.method == "POST":
        try:
            inviting.call_off(session=found, by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal))
        else:
            toast(request, _("Called off. Who was asked is told."))
        return redirect("supervision-session", uuid=uuid)
    context = {"section": "supervision", "session": found, "when": words.when(found)}
    return render(request, "supervision/call_off.html", context)
