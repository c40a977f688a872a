"""A volunteer's pages of courses: what is offered, what they take part in, and saying that they are there."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import public_page, requires
from scheduling.shifts.errors.shifts import ShiftRefusal
from tenants import clock
from volunteers.register.models import Person
from volunteers.register.selectors import person_of
from volunteers.training import codes, completion, selectors, words
from volunteers.training.errors import NoPeriodHere
from volunteers.training.models import Attendance, Enrolment, Run
from volunteers.training.services import attending, enrolling
from volunteers.training.views import lines
from volunteers.training.views.runs import file_of
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast

State = Enrolment.State


@requires("training.own")
@require_GET
def courses(request: TenantRequest) -> HttpResponse:
    """My courses, those that I can enrol in, and the sessions where I note who is there."""
    person = person_of(request.user.uuid)
    now = clock.now()
    mine = list(selectors.of_person(person)) if person else []
    inside = {each.run_id for each in mine}
    led = selectors.led_sessions(person).order_by("starts_at", "pk") if person else []
    context = {
        "section": "home",
        "person": person,
        "mine": [
            (
                each,
                lines.span(each),
                lines.progress(
                    each,
                    attended=each.attended,
                    of=each.of or 0,
                    over=bool(each.ends_at and each.ends_at <= now),
                ),
            )
            for each in mine
        ],
        "open": [_offer(each) for each in selectors.open_runs() if each.pk not in inside],
        "led": [lines.of_session(each) for each in led],
    }
    return render(request, "training/own_courses.html", context)


def _offer(run: Run) -> lines.Line:
    free = run.places - run.taken
    places = ngettext("%(count)s place free", "%(count)s places free", free) % {"count": free}
    sub = " · ".join([lines.span(run), places if free > 0 else _("full, you can wait for a place")])
    return lines.Line(run, run.course.name, sub)


@requires("training.own")
@require_GET
def course_run(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """One run: what it is, when and where; my place in it."""
    person = person_of(request.user.uuid)
    run = _run(uuid)
    mine = selectors.open_enrolment(run=run, person=person) if person else None
    is_open = selectors.open_runs().filter(pk=run.pk).exists()
    if run.state == Run.State.DRAFT:
        raise Http404
    sessions = selectors.sessions_of(run)
    there = set(mine.attendances.values_list("session_id", flat=True)) if mine else set()
    holds = mine is not None and mine.state in Enrolment.HOLDING
    context = {
        "section": "home",
        "run": run,
        "course": run.course,
        "when": words.span(sessions),
        "facts": lines.facts_of_course(run.course, selectors.rows_of_modules(run.course)),
        "sessions": [
            (
                lines.of_session(each),
                each.pk in there,
                # The address of a call is for those who have a place.
                words.link(each) if holds else "",
                words.map_url(each),
            )
            for each in sessions
        ],
        "mine": mine,
        "number": selectors.number_in_list(mine) if mine and mine.state == State.WAITING else 0,
        "is_open": is_open,
        "free": max(run.places - run.taken, 0),
        "may_enrol": is_open and mine is None and person is not None and not request.association.is_read_only,
        "rule": completion.said(run.course),
    }
    return render(request, "training/own_run.html", context)


def _run(uuid: UUID) -> Run:
    return get_object_or_404(Run.objects.select_related("course__role", "course__grants"), uuid=uuid)


def _me(request: TenantRequest) -> Person:
    person = person_of(request.user.uuid)
    if person is None:
        raise NoPeriodHere
    return person


@requires("training.own")
@require_POST
def enrol(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take a place, or wait for one."""
    run = _run(uuid)
    try:
        made = enrolling.enrol(
            run=run, person=_me(request), by=request.actor, waits=request.POST.get("wait") == "1"
        )
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("courses") if run.state == Run.State.DRAFT else redirect("course-run", uuid=uuid)
    if made.state == State.WAITING:
        toast(request, _("You are on the waiting list. We write to you when a place is yours."))
    else:
        toast(request, _("You have a place. The times are in your messages, too."))
    return redirect("course-run", uuid=uuid)


@requires("training.own")
@require_http_methods(["GET", "POST"])
def leave(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Give my place back: asked once; nobody asks why."""
    run = _run(uuid)
    if run.state == Run.State.DRAFT:
        raise Http404
    if request.method == "POST":
        try:
            left = enrolling.leave(run=run, person=_me(request), by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("You are not enrolled any more.") if left else _("You were not enrolled."))
        return redirect("course-run", uuid=uuid)
    return render(request, "training/own_leave.html", {"section": "home", "run": run})


@requires("training.own")
@require_GET
def certificate(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """My own certificate of a run."""
    person = person_of(request.user.uuid)
    rows = Enrolment.objects.select_related("run__course__role", "person", "qualification__type")
    return file_of(get_object_or_404(rows, run__uuid=uuid, person=person, state=State.COMPLETED))


@public_page
@require_GET
@limited("secret")
def scan(request: TenantRequest) -> HttpResponseBase:
    """What a camera opens: the code is checked, remembered by the browser, and gone from the address."""
    try:
        session = codes.scanned(request.GET.get(codes.PARAMETER, ""))
    except ShiftRefusal as refusal:
        context = {"sentence": str(refusal), "advice": refusal.advice}
        return render(request, "training/scan_refused.html", context, status=refusal.status)
    response = redirect("course-here")
    codes.remember(response, session)
    return response


@requires("training.own")
@require_http_methods(["GET", "POST"])
def here(request: TenantRequest) -> HttpResponseBase:
    """I am at the session whose code I have scanned: one press."""
    session, person = codes.remembered(request), person_of(request.user.uuid)
    mine = selectors.at_once(person, session) if person and session else None
    if request.method == "POST" and session is not None:
        try:
            attending.arrive(session=session, person=_me(request), by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("Welcome! You are noted as being there."))
        return redirect("course-here")
    noted = mine is not None and Attendance.objects.filter(session=session, enrolment=mine).exists()
    context = {
        "section": "home",
        "session": session,
        "line": lines.of_session(session) if session and mine else None,
        "enrolled": mine is not None,
        "noted": noted,
    }
    return render(request, "training/own_here.html", context)
