"""What coordinators do with an application, short of accepting it."""

from uuid import uuid4

from django.db import transaction

from notifications.services import plan
from tenants import clock
from tenants.actors import Actor
from volunteers.recruiting import states
from volunteers.recruiting.errors import NotFromHere, NoWayToWrite
from volunteers.recruiting.models import Application, ApplicationNote, InterviewOffer, InterviewTime, Reply
from volunteers.recruiting.services.applying import let_go_of_times

REPLY, STATUS = "recruiting.reply", "recruiting.status"
State = Application.State


@transaction.atomic(durable=True)
def take_up(*, application: Application, by: Actor) -> Application:
    """Look at it, also again. The applicant sees it on their page and gets no mail. Raises NotFromHere.

    A meeting that was agreed is no longer.
    """
    row = states.locked(application)
    if row.state == State.IN_REVIEW:
        return row
    InterviewTime.objects.filter(taken_by=row).update(taken_by=None)
    InterviewOffer.objects.filter(application=row).delete()
    return states.move(row, to=State.IN_REVIEW, by=by)


@transaction.atomic(durable=True)
def put_on_waiting_list(*, application: Application, by: Actor) -> Application:
    """There is no place now. The applicant is told. Raises NotFromHere."""
    row = states.locked(application)
    if row.state == State.WAITLISTED:
        return row
    let_go_of_times(application=row)
    states.move(row, to=State.WAITLISTED, by=by)
    tell_state(application=row, by=by)
    return row


@transaction.atomic(durable=True)
def reject(*, application: Application, reason: str, by: Actor, subject: str, text: str) -> Application:
    """Turn somebody down, with a reason for the association's figures and kind words for the applicant.

    All of it goes after half a year. Raises NotFromHere.
    """
    row = states.locked(application)
    let_go_of_times(application=row)
    states.move(row, to=State.REJECTED, by=by, reason=str(reason))
    row.reason = reason
    row.save(update_fields=["reason"])
    if row.email:
        _send(row, subject=subject, text=text, by=by)
    return row


@transaction.atomic(durable=True)
def reply(*, application: Application, subject: str, text: str, by: Actor) -> Reply:
    """Write to the applicant. Raises NoWayToWrite, or NotFromHere for one that is not handed in."""
    row = states.locked(application)
    _require_handed_in(row)
    if not row.email:
        raise NoWayToWrite(name=row.name)
    return _send(row, subject=subject, text=text, by=by)


@transaction.atomic(durable=True)
def note_call(*, application: Application, by: Actor) -> None:
    """Note that the applicant was called: that is a reply, too. Raises NotFromHere."""
    row = states.locked(application)
    _require_handed_in(row)
    states.note(row, "called", by=by)
    states.replied(row, by=by)


@transaction.atomic(durable=True)
def add_note(*, application: Application, text: str, level: str, by: Actor) -> ApplicationNote:
    """Note something for the coordinators, or for owners only. Raises NotFromHere for a draft."""
    row = states.locked(application)
    _require_handed_in(row)
    return ApplicationNote.objects.create(
        application=row, level=level, text=text.strip(), at=clock.now(), by_name=by.name[:160]
    )


def tell_state(*, application: Application, by: Actor) -> None:
    """Tell the applicant where their application is now. A step of a verb."""
    if not application.email:
        return
    plan(
        kind=STATUS,
        key=f"{STATUS}:{uuid4()}",
        person_uuid=application.uuid,
        due_at=clock.now(),
        subject_kind=states.SUBJECT,
        subject_uuid=application.uuid,
        data={"state": str(application.state)},
    )
    states.replied(application, by=by)


def _send(application: Application, *, subject: str, text: str, by: Actor) -> Reply:
    made = Reply.objects.create(
        application=application,
        subject=" ".join(subject.split()),
        text=text.strip(),
        at=clock.now(),
        by_name=by.name[:160],
    )
    plan(
        kind=REPLY,
        key=f"{REPLY}:{made.uuid}",
        person_uuid=application.uuid,
        due_at=clock.now(),
        subject_kind=states.SUBJECT,
        subject_uuid=application.uuid,
        data={"reply": str(made.uuid)},
    )
    states.note(application, "written", by=by)
    states.replied(application, by=by)
    return made


def _require_handed_in(application: Application) -> None:
    """A draft is the applicant's own: nobody answers it yet."""
    if application.state == State.DRAFT:
        raise NotFromHere(now=application.get_state_display(), wanted="")
