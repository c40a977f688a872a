"""Planning runs: their places and sessions, opening them, calling them off."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person, Site
from volunteers.training import completion, locks, selectors, states
from volunteers.training.errors import (
    NoSessions,
    RuleOutOfReach,
    RunStateRefused,
    SessionEndsBeforeStart,
    SessionWasHeld,
    TooFewPlaces,
)
from volunteers.training.models import Course, Enrolment, Module, Run, Session
from volunteers.training.services import enrolling, telling


@dataclass(frozen=True, kw_only=True)
class RunPlan:
    """What a run is, besides its sessions."""

    places: int
    enrol_until: date | None = None
    trainers: str = ""
    trainer: Person | None = None
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    """When, where and for which module. Instants are aware and on whole minutes."""

    module: Module
    starts_at: datetime
    ends_at: datetime
    site: Site | None = None
    place: str = ""


def _values(plan: RunPlan | SessionPlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


@transaction.atomic
def add_run(*, course: Course, plan: RunPlan, by: Actor) -> Run:
    """Plan a run; nobody sees it before it is opened."""
    made = Run.objects.create(course=course, created_at=clock.now(), **_values(plan))
    trail.record("course_run.added", by=by, subject_kind=states.RUN, subject_uuid=made.uuid)
    return made


@transaction.atomic(durable=True)
def change_run(*, run: Run, plan: RunPlan, by: Actor) -> Run:
    """Change a run. More places are given to those who wait. Raises TooFewPlaces, RunStateRefused or Busy."""
    locked = locks.run(run)
    _require_alive(locked)
    if plan.places < locked.taken:
        raise TooFewPlaces(taken=locked.taken)
    for name, value in _values(plan).items():
        setattr(locked, name, value)
    locked.save(update_fields=list(_values(plan)))
    trail.record("course_run.changed", by=by, subject_kind=states.RUN, subject_uuid=locked.uuid)
    enrolling.move_up(run=locked, by=by)
    return locked


@transaction.atomic(durable=True)
def publish(*, run: Run, by: Actor) -> Run:
    """Open a run for enrolment. Raises NoSessions, RuleOutOfReach, RunStateRefused or Busy."""
    locked = locks.run(run)
    sessions = selectors.sessions_of(locked)
    if not sessions:
        raise NoSessions
    modules = selectors.rows_of_modules(locked.course)
    if lacks := completion.lacks(locked.course, modules=modules, sessions=sessions):
        raise RuleOutOfReach(lacks=lacks)
    return states.move_run(locked, to=Run.State.PUBLISHED, by=by)


@transaction.atomic(durable=True)
def cancel(*, run: Run, by: Actor) -> Run:
    """Call a run off and tell all who are enrolled or wait. Who has completed it has.

    Raises RunStateRefused or Busy.
    """
    locked = locks.run(run)
    states.move_run(locked, to=Run.State.CANCELLED, by=by)
    theirs = Enrolment.objects.filter(
        run=locked, state__in=(Enrolment.State.WAITING, Enrolment.State.ENROLLED)
    )
    for enrolment in theirs.select_related("person", "run").order_by("pk"):
        states.move(enrolment, run=locked, to=Enrolment.State.CANCELLED_BY_ORG, by=by)
        telling.called_off(enrolment=enrolment)
    return locked


@transaction.atomic(durable=True)
def add_session(*, run: Run, plan: SessionPlan, by: Actor) -> Session:
    """Add a session and tell those who are enrolled. Raises SessionEndsBeforeStart, RunStateRefused, Busy."""
    locked = _ready_for(run, plan)
    made = Session.objects.create(run=locked, **_values(plan))
    trail.record("course_run.session_added", by=by, subject_kind=states.RUN, subject_uuid=locked.uuid)
    telling.times_changed(run=locked)
    return made


@transaction.atomic(durable=True)
def change_session(*, session: Session, plan: SessionPlan, by: Actor) -> Session:
    """Move a session or change what it is, and tell those who are enrolled.

    Raises SessionWasHeld, SessionEndsBeforeStart, RunStateRefused or Busy.
    """
    locked = _ready_for(session.run, plan)
    found = _unheld(session)
    values = _values(plan)
    if changed := [name for name, value in values.items() if getattr(found, name) != value]:
        for name in changed:
            setattr(found, name, values[name])
        found.save(update_fields=changed)
        trail.record(
            "course_run.session_changed",
            by=by,
            subject_kind=states.RUN,
            subject_uuid=locked.uuid,
            day=timezone.localtime(found.starts_at).date().isoformat(),
        )
        telling.times_changed(run=locked)
    return found


@transaction.atomic(durable=True)
def remove_session(*, session: Session, by: Actor) -> None:
    """Take a session out and tell those who are enrolled. Raises SessionWasHeld, RunStateRefused, Busy, and
    RuleOutOfReach where an open run could then not be completed.
    """
    locked = locks.run(session.run)
    _require_alive(locked)
    _unheld(session).delete()
    left = selectors.sessions_of(locked)
    if locked.state == Run.State.PUBLISHED:
        if not left:
            raise NoSessions
        modules = selectors.rows_of_modules(locked.course)
        if lacks := completion.lacks(locked.course, modules=modules, sessions=left):
            raise RuleOutOfReach(lacks=lacks)
    trail.record("course_run.session_removed", by=by, subject_kind=states.RUN, subject_uuid=locked.uuid)
    telling.times_changed(run=locked)


def _require_alive(run: Run) -> None:
    if run.state == Run.State.CANCELLED:
        raise RunStateRefused(now=run.get_state_display())


def _ready_for(run: Run, plan: SessionPlan) -> Run:
    locked = locks.run(run)
    _require_alive(locked)
    if plan.ends_at <= plan.starts_at:
        raise SessionEndsBeforeStart
    return locked


def _unheld(session: Session) -> Session:
    """Of a locked run: read anew, with nobody noted."""
    found = Session.objects.get(pk=session.pk)
    if found.attendances.exists():
        raise SessionWasHeld
    return found
