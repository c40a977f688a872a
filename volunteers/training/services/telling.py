"""What those who take part in a course are told, planned with its cause."""

from datetime import timedelta

from notifications import services as messages
from notifications.services import Wanted
from tenants import clock
from volunteers.training.models import Enrolment, Run
from volunteers.training.states import ENROLMENT

ENROLLED, MOVED_UP = "training.enrolled", "training.moved_up"
CALLED_OFF, CHANGED = "training.called_off", "training.changed"
COMPLETED, REMINDER = "training.completed", "training.reminder"
BEFORE = timedelta(hours=48)
State = Enrolment.State


def enrolled(*, enrolment: Enrolment) -> None:
    """The place is theirs."""
    _plan(enrolment, ENROLLED)
    remind(enrolment=enrolment)


def moved_up(*, enrolment: Enrolment) -> None:
    """A place became free, and it is theirs."""
    _plan(enrolment, MOVED_UP)
    remind(enrolment=enrolment)


def called_off(*, enrolment: Enrolment) -> None:
    """The course is not held."""
    dropped(enrolment=enrolment)
    _plan(enrolment, CALLED_OFF)


def completed(*, enrolment: Enrolment) -> None:
    """They have done it, and here is the certificate."""
    _plan(enrolment, COMPLETED)


def dropped_completion(*, enrolment: Enrolment) -> None:
    """What was not said yet of it is not said."""
    messages.drop(subject_kind=ENROLMENT, subject_uuid=enrolment.uuid)
    remind(enrolment=enrolment)


def dropped(*, enrolment: Enrolment) -> None:
    """They take part no more: nothing that waits is said."""
    messages.drop(subject_kind=ENROLMENT, subject_uuid=enrolment.uuid)


def times_changed(*, run: Run) -> None:
    """The sessions of a locked run are others now. Several changes at one go are told once.

    Who waits is not told: they see the times when a place is theirs.
    """
    if run.state != Run.State.PUBLISHED:
        return
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    for enrolment in Enrolment.objects.filter(run=run, state=State.ENROLLED).select_related("person"):
        messages.plan(
            kind=CHANGED,
            key=f"{CHANGED}:{enrolment.uuid}:{hour.isoformat()}",
            person_uuid=enrolment.person.uuid,
            due_at=clock.now() + timedelta(minutes=10),
            subject_kind=ENROLMENT,
            subject_uuid=enrolment.uuid,
        )
        remind(enrolment=enrolment)


def remind(*, enrolment: Enrolment) -> None:
    """Plan a word two days before each session that is further ahead than that.

    The key has the time: that of a session that moved is not wanted any more, and its new one is planned.
    """
    now = clock.now()
    sessions = enrolment.run.sessions.filter(starts_at__gt=now + BEFORE).order_by("starts_at")
    wanted = [
        Wanted(
            REMINDER,
            f"{REMINDER}:{enrolment.uuid}:{each.uuid}:{each.starts_at.isoformat()}",
            each.starts_at - BEFORE,
            {"session": str(each.uuid), "start": each.starts_at.isoformat()},
        )
        for each in sessions
    ]
    if wanted:
        messages.plan_together(
            wanted=wanted,
            person_uuid=enrolment.person.uuid,
            subject_kind=ENROLMENT,
            subject_uuid=enrolment.uuid,
        )


def _plan(enrolment: Enrolment, kind: str) -> None:
    messages.plan(
        kind=kind,
        key=f"{kind}:{enrolment.uuid}",
        person_uuid=enrolment.person.uuid,
        due_at=clock.now(),
        subject_kind=ENROLMENT,
        subject_uuid=enrolment.uuid,
    )
