"""The one door for an application's state.

    draft ──► submitted ──► in_review ──► interview_booked ──► accepted
                  │             │                │
                  └─────────────┴────────────────┴──► waitlisted | rejected | withdrawn | redirected

Who waits or was turned down can be looked at again; what is accepted, withdrawn or sent on stays so. A step
of a verb: it runs in the verb's transaction, on a locked row.
"""

from datetime import timedelta
from typing import Any

from tenants import clock
from tenants.actors import Actor
from tenants.wakeups import wake
from volunteers.recruiting.errors import NotFromHere
from volunteers.recruiting.models import Application
from volunteers.register import trail

State = Application.State
SUBJECT = "application"
QUEUE = "applications"
# So long stays what somebody wrote who did not become a volunteer, and a draft that was never handed in.
KEPT = timedelta(days=183)
DRAFT_KEPT = timedelta(days=14)

_OPEN: set[str] = {State.IN_REVIEW, State.INTERVIEW_BOOKED, State.ACCEPTED, State.WAITLISTED, State.REJECTED}
# What only the applicant decides.
_OWN: set[str] = {State.WITHDRAWN, State.REDIRECTED}
MOVES: dict[str, set[str]] = {
    State.DRAFT: {State.SUBMITTED},
    State.SUBMITTED: _OPEN | _OWN,
    State.IN_REVIEW: (_OPEN | _OWN) - {State.IN_REVIEW},
    State.INTERVIEW_BOOKED: (_OPEN | _OWN) - {State.INTERVIEW_BOOKED},
    State.WAITLISTED: (_OPEN | _OWN) - {State.WAITLISTED},
    State.REJECTED: {State.IN_REVIEW},
    State.ACCEPTED: set(),
    State.WITHDRAWN: set(),
    State.REDIRECTED: set(),
}
# Somebody in the association has still to do something.
GOING_ON = frozenset({State.SUBMITTED, State.IN_REVIEW, State.INTERVIEW_BOOKED, State.WAITLISTED})
SETTLED = frozenset({State.ACCEPTED, State.REJECTED, State.WITHDRAWN, State.REDIRECTED})
_LEFT = frozenset({State.REJECTED, State.WITHDRAWN, State.REDIRECTED})


def locked(application: Application) -> Application:
    """The row, held until the verb ends. A blank one is gone for every verb: raises NotFromHere."""
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if row.is_blank:
        raise NotFromHere(now=row.get_state_display(), wanted="")
    return row


def move(application: Application, *, to: str, by: Actor, **data: Any) -> Application:
    """Bring a locked application into another state. Raises NotFromHere where MOVES does not lead there."""
    if to not in MOVES[application.state]:
        raise NotFromHere(now=application.get_state_display(), wanted=State(to).label)
    now, before = clock.now(), application.state
    application.state = to
    if to == State.SUBMITTED:
        application.submitted_at = now
    if to == State.INTERVIEW_BOOKED and application.interviewed_at is None:
        application.interviewed_at = now
    application.settled_at = now if to in SETTLED else None
    application.keep_until = now + KEPT if to in _LEFT else None
    if to != State.REJECTED:
        application.reason = ""
    if to in SETTLED and to != State.REDIRECTED:  # where it might go is no question any more
        application.suggested_to, application.suggested_name, application.suggested_at = None, "", None
    application.save(
        update_fields=[
            "state",
            "submitted_at",
            "interviewed_at",
            "settled_at",
            "keep_until",
            "reason",
            "suggested_to",
            "suggested_name",
            "suggested_at",
        ]
    )
    if application.keep_until is not None:
        wake(queue=QUEUE, at=application.keep_until)
    note(application, "moved", by=by, **{"from": str(before), "to": str(to), **data})
    return application


def replied(application: Application, *, by: Actor) -> None:
    """The association has reached the applicant; the first time stops the clock of the first reply."""
    if application.first_replied_at is None:
        application.first_replied_at = clock.now()
        application.save(update_fields=["first_replied_at"])
        note(application, "first_replied", by=by)


def note(application: Application, verb: str, *, by: Actor, **data: Any) -> None:
    """A line in the trail: codes and times, nothing that anybody wrote."""
    trail.record(f"application.{verb}", by=by, subject_kind=SUBJECT, subject_uuid=application.uuid, **data)
