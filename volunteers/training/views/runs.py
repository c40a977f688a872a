"""The coordinator's pages of runs: sessions, places, who takes part."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from tenants import clock
from volunteers.register import reach, search, selectors as register
from volunteers.register.models import Person
from volunteers.training import certificates, selectors, words
from volunteers.training.forms import FindForm, RunForm, SessionForm
from volunteers.training.models import Course, Enrolment, Run, Session
from volunteers.training.services import enrolling, runs as services
from volunteers.training.views import lines
from web.errors import DomainError
from web.toasts import toast

SHOWN = 12
State = Enrolment.State


def _run(uuid: UUID) -> Run:
    found: Run = get_object_or_404(selectors.in_time(Run.objects.select_related("trainer")), uuid=uuid)
    return found


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def run_new(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Plan a time of a course; its sessions come next."""
    course = get_object_or_404(Course, uuid=uuid)
    form = RunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.add_run(course=course, plan=form.plan(), by=request.actor)
        toast(request, _("Planned. Add the sessions next, then open it for enrolment."))
        return redirect("training-run", uuid=made.uuid)
    return _form(request, form, course)


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def run_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a run."""
    found = _run(uuid)
    form = RunForm(request.POST or None, run=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_run(run=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("places", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("training-run", uuid=uuid)
    return _form(request, form, found.course, found)


def _form(request: TenantRequest, form: RunForm, course: Course, run: Run | None = None) -> HttpResponse:
    context = {"section": "training", "form": form, "course": course, "run": run}
    return render(request, "training/run_form.html", context, status=422 if form.errors else 200)


@requires("training.manage")
@require_GET
def run(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """A run: its sessions, who takes part and who waits."""
    found = _run(uuid)
    now = clock.now()
    sessions = selectors.sessions_of(found)
    rows = list(selectors.enrolments_of(found))
    over = bool(sessions) and sessions[-1].ends_at <= now
    known = set(
        reach.people(request).filter(pk__in=[each.person_id for each in rows]).values_list("pk", flat=True)
    )
    context = {
        "section": "training",
        "run": found,
        "title": words.span(sessions),
        "state": lines.state_of(found),
        "sessions": [
            (lines.of_session(each), selectors.can_be_noted(each), each.ends_at > now) for each in sessions
        ],
        "people": [
            (
                each,
                each.person_id in known,
                lines.progress(each, attended=len(each.attendances.all()), of=len(sessions), over=over),
            )
            for each in rows
            if each.state in Enrolment.HOLDING
        ],
        "waiting": sorted((each for each in rows if each.state == State.WAITING), key=lambda each: each.pk),
        "may_change": found.state != Run.State.CANCELLED and not request.association.is_read_only,
        "over": over,
    }
    return render(request, "training/run.html", context)


@requires("training.manage")
@require_POST
def run_open(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Let people enrol."""
    try:
        services.publish(run=_run(uuid), by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("Volunteers see it now and can enrol."))
    return redirect("training-run", uuid=uuid)


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def run_cancel(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Call a run off: asked once, then all are told."""
    found = _run(uuid)
    if request.method == "POST":
        try:
            services.cancel(run=found, by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
        else:
            toast(request, _("It is cancelled, and everybody is told."))
        return redirect("training-run", uuid=uuid)
    context = {"section": "training", "run": found, "when": lines.span(found)}
    return render(request, "training/run_cancel.html", context)


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def session_new(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Another session."""
    found = _run(uuid)
    form = SessionForm(request.POST or None, run=found, zone=ZoneInfo(request.association.timezone))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_session(run=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("ends", str(refusal))
        else:
            toast(request, _("Saved."))
            return redirect("training-run", uuid=uuid)
    return _session_form(request, form, found)


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def session_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Move a session, or change where it is."""
    found = _session(uuid)
    zone = ZoneInfo(request.association.timezone)
    form = SessionForm(request.POST or None, run=found.run, zone=zone, session=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_session(session=found, plan=form.plan(), by=request.actor)
        except DomainError as refusal:
            form.add_error("ends", str(refusal))
        else:
            toast(request, _("Saved. Those who are enrolled are told."))
            return redirect("training-run", uuid=found.run.uuid)
    return _session_form(request, form, found.run, found)


def _session(uuid: UUID) -> Session:
    return get_object_or_404(Session.objects.select_related("run__course", "module"), uuid=uuid)


def _session_form(
    request: TenantRequest, form: SessionForm, run: Run, session: Session | None = None
) -> HttpResponse:
    context = {"section": "training", "form": form, "run": run, "session": session}
    context["has_modules"] = run.course.modules.exists()
    return render(request, "training/session_form.html", context, status=422 if form.errors else 200)


@requires("training.manage")
@require_POST
def session_remove(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take a session out."""
    found = _session(uuid)
    try:
        services.remove_session(session=found, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The session was taken out."))
    return redirect("training-run", uuid=found.run.uuid)


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def run_enrol(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Enrol somebody: found by name, put in by one press."""
    found = _run(uuid)
    if request.method == "POST":
        person = reach.person_or_404(request, _uuid(request.POST.get("person", "")))
        try:
            made = enrolling.enrol_for(run=found, person=person, by=request.actor)
        except DomainError as refusal:
            toast(request, str(refusal), bad=True)
            return redirect("training-run-enrol", uuid=uuid)
        said = (
            _("%(name)s is on the waiting list.")
            if made.state == State.WAITING
            else _("%(name)s is enrolled.")
        )
        toast(request, said % {"name": person.name})
        return redirect("training-run", uuid=uuid)
    find = FindForm(request.GET)
    people, more = _find(request, found, find.text)
    context = {
        "section": "training",
        "run": found,
        "when": lines.span(found),
        "find": find,
        "text": find.text,
        "people": people,
        "more": more,
    }
    return render(request, "training/run_enrol.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _find(request: TenantRequest, run: Run, text: str) -> tuple[list[Person], bool]:
    """Who volunteers or prepares to and is not in the run, by a text."""
    inside = Enrolment.objects.filter(run=run, state__in=Enrolment.OPEN).values("person")
    people = reach.people(request, register.people_with_period()).exclude(pk__in=inside)
    if not search.words(text):
        found = list(people[: SHOWN + 1])
    else:
        with search.with_likeness(text):
            found = list(search.among(people, text)[: SHOWN + 1])
    return found[:SHOWN], len(found) > SHOWN


@requires("training.manage")
@require_POST
def take_off(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take somebody off, or from the waiting list."""
    found = get_object_or_404(Enrolment.objects.select_related("run", "person"), uuid=uuid)
    try:
        enrolling.take_off(enrolment=found, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("%(name)s is not enrolled any more.") % {"name": found.person.name})
    return redirect("training-run", uuid=found.run.uuid)


@requires("training.manage")
@require_GET
def certificate(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """Somebody's certificate, for those who do not fetch it themselves."""
    rows = Enrolment.objects.select_related("run__course__role", "person", "qualification__type")
    return file_of(get_object_or_404(rows, uuid=uuid, state=State.COMPLETED))


def file_of(enrolment: Enrolment) -> HttpResponse:
    """The PDF, to keep."""
    name = content_disposition_header(as_attachment=True, filename=certificates.file_name(enrolment))
    return HttpResponse(
        certificates.document(enrolment),
        content_type="application/pdf",
        headers={"Content-Disposition": str(name)},
    )
