"""Who came: two taps that move the duty of a role and write the hours. What was said is nobody's to write."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from scheduling.hours import locks
from scheduling.hours.models import Kind
from scheduling.hours.services import attendance
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person, SupervisionDuty
from volunteers.register.services import qualifications
from volunteers.supervision import states
from volunteers.supervision.errors import CalledOff, NotYet
from volunteers.supervision.models import Seat, SupervisionGroup, SupervisionSession
from volunteers.supervision.services import inviting
from volunteers.supervision.services.inviting import SUBJECT

State, Came = SupervisionSession.State, Seat.Came


@transaction.atomic
def note_held(
    *, session: SupervisionSession, among: Collection[Person], present: Collection[UUID], by: Actor
) -> SupervisionSession:
    """Note that a time was held and which of `among` were there; said again, it changes.

    Who was there has supervision of that day in the group's role, and hours of their own kind, which wait
    for approval as all do. A tick that is taken away takes both back. Raises NotYet, CalledOff, or what
    recording and taking back hours raises: a closed month, another entry at that time, approved hours.
    """
    if session.starts_at > clock.now():
        raise NotYet
    locks.lock_people(among)
    locked = inviting.lock(session=session)
    if locked.state == State.CANCELLED:
        raise CalledOff
    inviting.seat_members(session=locked)
    if locked.state != State.HELD:
        states.move(locked, to=State.HELD)
    seats = locked.seats.filter(person__in=among).select_related("person").order_by("person_id")
    for seat in seats.select_for_update(of=("self",)):
        was_there, is_there = seat.came == Came.PRESENT, seat.person.uuid in present
        if is_there and not was_there:
            _came(locked, seat, by)
        elif was_there and not is_there:
            _did_not_come(locked, seat, by)
        elif not is_there:
            _mark(seat, _away(seat))
    trail.record(
        "supervision.held", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, people=len(present)
    )
    return locked


def _hours_kind(group: SupervisionGroup) -> str:
    """Under which hours its times are told."""
    return Kind.SUPERVISION if group.is_of_duty else Kind.PEER_EXCHANGE


def _away(seat: Seat) -> str:
    return Came.EXCUSED if seat.answer == Seat.Answer.NO else Came.ABSENT


def _mark(seat: Seat, came: str) -> None:
    if seat.came != came:
        seat.came = came
        seat.save(update_fields=["came"])


def _came(session: SupervisionSession, seat: Seat, by: Actor) -> None:
    group = session.group
    if group.is_of_duty:
        known = SupervisionDuty.objects.filter(person=seat.person, role=group.role).first()
        seat.before_on = known.last_on if known is not None else None
        seat.save(update_fields=["before_on"])
        qualifications.note_supervision(person=seat.person, role=group.role, on=session.local_date, by=by)
    attendance.record_attendance(
        person=seat.person,
        role=group.role,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        subject_kind=SUBJECT,
        subject_uuid=session.uuid,
        by=by,
        kind=_hours_kind(group),
    )
    _mark(seat, Came.PRESENT)


def _did_not_come(session: SupervisionSession, seat: Seat, by: Actor) -> None:
    attendance.retract_attendance(person=seat.person, subject_kind=SUBJECT, subject_uuid=session.uuid, by=by)
    _mark(seat, _away(seat))
    if session.group.is_of_duty:
        qualifications.take_back_supervision(
            person=seat.person,
            role=session.group.role,
            on=session.local_date,
            before=_last_before(session, seat),
            by=by,
        )


def _last_before(session: SupervisionSession, seat: Seat) -> date | None:
    """When they were there last without this time: by other ticks, or as it was noted before this one."""
    others = Seat.objects.filter(
        person=seat.person,
        came=Came.PRESENT,
        session__group__role=session.group.role,
        session__local_date__lte=session.local_date,
    ).exclude(session__group__kind__in=SupervisionGroup.NO_DUTY)
    ticked: date | None = others.aggregate(last=Max("session__local_date"))["last"]
    return max(filter(None, [ticked, seat.before_on]), default=None)
