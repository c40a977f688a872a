"""Noting who is at a session: the coordinator's list, the trainer's, and the code on a screen."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.factors.drawing import qr
from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register.selectors import person_of
from volunteers.training import codes, selectors, words
from volunteers.training.forms import TickForm
from volunteers.training.models import Enrolment, Run, Session
from volunteers.training.services import attending
from web.errors import DomainError
from web.toasts import toast


def _session(uuid: UUID) -> Session:
    rows = Session.objects.select_related("run__course__role", "module", "site")
    return get_object_or_404(rows, uuid=uuid, run__state=Run.State.PUBLISHED)


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def noted(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Who was there, as a coordinator notes it."""
    session = _session(uuid)
    back = reverse("training-run", kwargs={"uuid": session.run.uuid})
    return _page(request, session, back=back, layout="web/coordinator.html", section="training")


@requires("training.own")
@require_http_methods(["GET", "POST"])
def led(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """The same for the trainer of the run, on their own page."""
    person = person_of(request.user.uuid)
    session = selectors.led_sessions(person).filter(uuid=uuid).first() if person else None
    if session is None:
        raise Http404
    return _page(request, session, back=reverse("courses"), layout="web/volunteer.html", section="home")


def _page(
    request: TenantRequest, session: Session, *, back: str, layout: str, section: str
) -> HttpResponseBase:
    rows = selectors.enrolments_of(session.run).filter(state__in=Enrolment.HOLDING)
    enrolments = list(rows)
    there = {
        str(each.uuid)
        for each in enrolments
        if any(tick.session_id == session.pk for tick in each.attendances.all())
    }
    form = TickForm(request.POST or None, enrolments=enrolments, initial={"came": sorted(there)})
    if request.method == "POST":
        form = TickForm(request.POST, enrolments=enrolments)
        if form.is_valid():
            try:
                count = attending.mark(session=session, came=form.who(), by=request.actor)
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                said = ngettext("%(count)s person was there.", "%(count)s people were there.", count)
                toast(request, said % {"count": count})
                return redirect(back)
    context = {
        "section": section,
        "layout": layout,
        "session": session,
        "title": session.module.name,
        "when": words.when(session),
        "course": session.run.course.name,
        "back": back,
        "form": form,
        "enrolments": enrolments,
        "can_be_noted": selectors.can_be_noted(session),
        "over": session.ends_at <= clock.now(),
    }
    return render(request, "training/attendance.html", context, status=422 if form.errors else 200)


@requires("training.manage")
@require_GET
def screen(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """The code for a screen at the session. It draws itself anew before it is too old."""
    session = _session(uuid)
    context = {
        "section": "training",
        "session": session,
        "place": words.told_title(session.run),
        "drawing": qr(codes.address_of(codes.code(session, at=clock.real_now()))),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "training/_code.html" if part else "training/code.html", context)
