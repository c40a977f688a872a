"""Meeting an applicant: times are offered, one is picked, and each is given once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from notifications.services import plan
from scheduling.shifts.services.reminders import out_of_the_night
from tenants import clock
from tenants.actors import Actor
from volunteers.recruiting import states
from volunteers.recruiting.errors import HostBusy, NotFromHere, TimePast, TimeTaken
from volunteers.recruiting.models import Application, InterviewOffer, InterviewTime

OFFERED, BOOKED = "recruiting.interview_offered", "recruiting.interview_booked"
REMINDER = "recruiting.interview_reminder"
DAY_BEFORE = timedelta(hours=24)
State = Application.State


@dataclass(frozen=True)
class NewTimes:
    """Times that a coordinator adds: when they begin, how long each is, and where."""

    starts: tuple[datetime, ...]
    minutes: int
    place: str


@transaction.atomic(durable=True)
def offer(
    *, application: Application, new: NewTimes, by: Actor, known: Iterable[InterviewTime] = ()
) -> list[InterviewTime]:
    """Offer an applicant new times, and free ones that others were offered too. They are told.

    What was offered before stays on offer. Raises TimePast, HostBusy, TimeTaken or NotFromHere.
    """
    row = states.locked(application)
    if row.state not in {State.SUBMITTED, State.IN_REVIEW, State.WAITLISTED}:
        raise NotFromHere(now=row.get_state_display(), wanted="")
    times = [_made(start, new, by) for start in new.starts]
    for time in InterviewTime.objects.select_for_update().filter(pk__in=[each.pk for each in known]):
        if time.taken_by_id is not None:
            raise TimeTaken
        times.append(time)
    for time in times:
        InterviewOffer.objects.get_or_create(application=row, time=time)
    if row.state != State.IN_REVIEW:
        states.move(row, to=State.IN_REVIEW, by=by)
    states.note(row, "interview_offered", by=by, times=len(times))
    if row.email:
        _tell(row, OFFERED)
        states.replied(row, by=by)
    return times


@transaction.atomic(durable=True)
def pick(*, application: Application, time: InterviewTime) -> InterviewTime:
    """The applicant takes one of the times offered. The same one again changes nothing.

    Raises TimeTaken when somebody else was faster or it is not on offer, TimePast, or NotFromHere.
    """
    row = states.locked(application)
    held = (
        InterviewTime.objects.select_for_update(of=("self",))
        .filter(pk=time.pk, offers__application=row)
        .first()
    )
    if held is None:
        raise TimeTaken
    if held.taken_by_id == row.pk:
        return held
    if held.taken_by_id is not None:
        raise TimeTaken
    if held.starts_at <= clock.now():
        raise TimePast
    by = Actor.system("applicant")
    InterviewTime.objects.filter(taken_by=row).update(taken_by=None)
    held.taken_by = row
    held.save(update_fields=["taken_by"])
    if row.state == State.INTERVIEW_BOOKED:
        states.note(row, "interview_moved", by=by)
    else:
        states.move(row, to=State.INTERVIEW_BOOKED, by=by)
    if row.email:
        _tell(row, BOOKED)
        _remind(row, held)
    return held


def _made(start: datetime, new: NewTimes, by: Actor) -> InterviewTime:
    if start <= clock.now():
        raise TimePast
    host = by.name[:160]
    end = start + timedelta(minutes=new.minutes)
    try:
        with transaction.atomic():
            return InterviewTime.objects.create(starts_at=start, ends_at=end, place=new.place, host=host)
    except IntegrityError:
        raise HostBusy from None


def _tell(application: Application, kind: str) -> None:
    plan(
        kind=kind,
        key=f"{kind}:{uuid4()}",
        person_uuid=application.uuid,
        due_at=clock.now(),
        subject_kind=states.SUBJECT,
        subject_uuid=application.uuid,
    )


def _remind(application: Application, time: InterviewTime) -> None:
    """The day before, never at night. Who picks it later than that has the confirmation."""
    due_at = out_of_the_night(instant=time.starts_at - DAY_BEFORE, zone=timezone.get_current_timezone())
    if due_at <= clock.now():
        return
    start = time.starts_at.astimezone(UTC).isoformat(timespec="minutes")
    plan(
        kind=REMINDER,
        key=f"{REMINDER}:{application.uuid}:{time.uuid}:{start}",
        person_uuid=application.uuid,
        due_at=due_at,
        subject_kind=states.SUBJECT,
        subject_uuid=application.uuid,
        data={"time": str(time.uuid), "start": start},
    )
