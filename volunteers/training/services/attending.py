"""Who was there: attendance becomes hours of training, and a completed course a qualification."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from scheduling.hours.certificates import issuing
from scheduling.hours.models import Kind
from scheduling.hours.services import attendance as hours
from tenants import clock
from tenants.actors import Actor
from volunteers.register.errors import QualificationKnown
from volunteers.register.models import Person, Qualification
from volunteers.register.services import qualifications
from volunteers.training import completion, locks, selectors, states
from volunteers.training.errors import NotEnrolled, NotYet, SessionOver
from volunteers.training.models import Attendance, Enrolment, Run, Session
from volunteers.training.services import telling
from web import formats
from web.errors import DomainError

log = logging.getLogger(__name__)

SESSION = "course_session"
# For so long what was noted before the end of a session is tried to be made hours of, as after an open month.
TRIED = timedelta(days=14)
State = Enrolment.State


@transaction.atomic(durable=True)
def mark(*, session: Session, came: Collection[Enrolment], by: Actor) -> int:
    """Note who of those enrolled was at a session that has begun; a tick that is taken away is taken back.

    Once the session is over they get hours, and whoever has completed the course its qualification. Doing it
    again with the same ticks changes nothing. Returns how many were there. Raises NotYet, Busy, and what
    `scheduling.hours` refuses, as for a closed month.
    """
    _require_time(session)
    rows = Enrolment.objects.filter(run=session.run_id, state__in=Enrolment.HOLDING)
    wanted = {each.pk for each in came}
    noted = set(Attendance.objects.filter(session=session).values_list("enrolment_id", flat=True))
    differ = [each for each in rows if (each.pk in wanted) != (each.pk in noted)]
    people = {each.pk: each for each in locks.people([each.person_id for each in differ])}
    run = locks.run(session.run)
    for enrolment in rows.filter(pk__in=[each.pk for each in differ]).order_by("pk"):
        person = people[enrolment.person_id]
        if enrolment.pk in wanted:
            _note(session, enrolment, run=run, person=person, way=Attendance.Way.TICK, by=by)
        else:
            _take_back(session, enrolment, run=run, person=person, by=by)
    return Attendance.objects.filter(session=session).count()


@transaction.atomic(durable=True)
def arrive(*, session: Session, person: Person, by: Actor) -> Attendance:
    """Note by the code on the screen that somebody who is enrolled is there. Twice changes nothing.

    Raises NotYet, SessionOver, NotEnrolled or Busy.
    """
    _require_time(session)
    if session.ends_at <= clock.now():
        raise SessionOver
    [locked] = locks.people([person.pk])
    run = locks.run(session.run)
    enrolment = selectors.at_once(locked, session)
    if enrolment is None:
        raise NotEnrolled
    return _note(session, enrolment, run=run, person=locked, way=Attendance.Way.CODE, by=by)


def count_due() -> int:
    """The round of each hour: what was noted before a session was over becomes hours. Returns how many."""
    now = clock.now()
    found = selectors.uncounted(now=now, since=now - TRIED)
    return sum(_count_one(pk) for pk in list(found.values_list("pk", flat=True)))


def _count_one(pk: int) -> bool:
    try:
        with transaction.atomic():
            row = Attendance.objects.select_related("enrolment__run", "session__module").get(pk=pk)
            [person] = locks.people([row.enrolment.person_id])
            run = locks.run(row.enrolment.run)
            row = Attendance.objects.select_related("enrolment", "session__module").get(pk=pk)
            _count(row, run=run, person=person, by=Actor.system("training"))
    except (DomainError, Attendance.DoesNotExist) as refusal:
        log.info("attendance not counted: %s", getattr(refusal, "code", "gone"))
        return False
    return True


def _require_time(session: Session) -> None:
    if not selectors.can_be_noted(session):
        start = timezone.localtime(session.starts_at)
        raise NotYet(start=formats.when(start))


def _note(
    session: Session, enrolment: Enrolment, *, run: Run, person: Person, way: str, by: Actor
) -> Attendance:
    row, _made = Attendance.objects.get_or_create(
        session=session, enrolment=enrolment, defaults={"way": way, "noted_at": clock.now()}
    )
    if session.ends_at <= clock.now():
        _count(row, run=run, person=person, by=by)
    return row


def _count(row: Attendance, *, run: Run, person: Person, by: Actor) -> None:
    """Of a locked person and run: hours once, then whatever follows from it."""
    if row.counted_at is None:
        session = row.session
        hours.record_attendance(
            person=person,
            role=run.course.role,
            kind=Kind.TRAINING,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            subject_kind=SESSION,
            subject_uuid=session.uuid,
            by=by,
        )
        row.counted_at = clock.now()
        row.save(update_fields=["counted_at"])
    _settle(row.enrolment, run=run, person=person, by=by)


def _take_back(session: Session, enrolment: Enrolment, *, run: Run, person: Person, by: Actor) -> None:
    hours.retract_attendance(person=person, subject_kind=SESSION, subject_uuid=session.uuid, by=by)
    Attendance.objects.filter(session=session, enrolment=enrolment).delete()
    _settle(enrolment, run=run, person=person, by=by, was_wrong=True)


def _settle(enrolment: Enrolment, *, run: Run, person: Person, by: Actor, was_wrong: bool = False) -> None:
    """Complete the course by what stands now; where a tick `was_wrong`, take that back.

    Who has completed it has, whatever becomes of its rule and its sessions later.
    """
    course, sessions = run.course, selectors.sessions_of(run)
    counted = enrolment.attendances.filter(counted_at__isnull=False)
    attended = set(counted.values_list("session_id", flat=True))
    modules = selectors.rows_of_modules(course)
    stands = completion.standing(course, modules=modules, sessions=sessions, attended=attended)
    complete = bool(attended) and stands.is_complete
    if complete and enrolment.state == State.ENROLLED:
        last = max(each.ends_at for each in sessions if each.pk in attended)
        granted = _grant(run=run, person=person, last=last, by=by)
        states.move(enrolment, run=run, to=State.COMPLETED, by=by, qualification=granted)
        telling.completed(enrolment=enrolment)
    elif was_wrong and not complete and enrolment.state == State.COMPLETED:
        had = enrolment.qualification
        states.move(enrolment, run=run, to=State.ENROLLED, by=by, qualification=None)
        issuing.take_back(about=about(enrolment=enrolment))
        telling.dropped_completion(enrolment=enrolment)
        if had is not None:
            qualifications.take_back_qualification(qualification=had, by=by)


def _grant(*, run: Run, person: Person, last: datetime, by: Actor) -> Qualification | None:
    if run.course.grants is None:
        return None
    try:
        return qualifications.note_qualification(
            person=person,
            qualification_type=run.course.grants,
            from_on=timezone.localtime(last).date(),
            by=by,
        )
    except QualificationKnown:  # noted by hand already: it stands by itself
        return None


def about(*, enrolment: Enrolment) -> str:
    """What a certificate of a completed course is of."""
    return f"course:{enrolment.uuid}"
