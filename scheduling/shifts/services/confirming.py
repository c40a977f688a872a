"""A shift has moved: those who come are asked whether the new time suits them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from django.db import transaction
from django.db.models import OuterRef, Subquery

from notifications import services as messages
from scheduling.shifts import conditions, locks, states
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import offering, reminders, telling
from scheduling.shifts.services.news import News, remind_at
from tenants import clock
from tenants.actors import Actor

MOVED = "shift.moved"
REMINDER = "shift.confirm_reminder"


@transaction.atomic
def take_along(*, sign_ups: Sequence[SignUp], shifts: Mapping[int, Shift], news: News) -> None:
    """Give locked sign-ups of those who come the new times of their locked shifts, and ask about them.

    They keep their places meanwhile. A step of the verbs that move shifts: nothing of what was planned for
    the old times is left, the question goes out with the verb's news, and one reminder of it later.
    """
    asked_at = clock.now()
    for sign_up in sign_ups:
        shift, was = shifts[sign_up.shift_id], (sign_up.starts_at, sign_up.ends_at)
        sign_up.starts_at, sign_up.ends_at = shift.starts_at, shift.ends_at
        sign_up.confirm_asked_at = asked_at
        news.add("moved", sign_up, alone=partial(_ask, sign_up), was=was)
    # One statement: on the way from one to the other nobody is in two places.
    theirs = Shift.objects.filter(pk=OuterRef("shift"))
    SignUp.objects.filter(pk__in=[sign_up.pk for sign_up in sign_ups]).update(
        starts_at=Subquery(theirs.values("starts_at")),
        ends_at=Subquery(theirs.values("ends_at")),
        confirm_asked_at=asked_at,
    )
    telling.released_all(sign_ups=sign_ups)
    reminders.plan_many(sign_ups=sign_ups)


@transaction.atomic(durable=True)
def confirm(*, sign_up: SignUp, asked_at: datetime | None, by: Actor) -> SignUp:
    """Note that the new time suits them. Saying it twice changes nothing.

    `asked_at` is the question that was seen: a yes to one time is none to another. Raises MovedAgain,
    NotSignedUp, ShiftHasStarted, or Busy.
    """
    shift = locks.shift(sign_up.shift)
    held = locks.sign_up(sign_up)
    _require_coming(shift, held)
    if held.confirm_asked_at is None:
        return held
    if held.confirm_asked_at != asked_at:
        raise errors.MovedAgain
    states.confirm(held, by=by)
    messages.drop(subject_kind=states.SIGN_UP, subject_uuid=held.uuid, kind=REMINDER)
    return held


@transaction.atomic(durable=True)
def decline(*, sign_up: SignUp, asked_at: datetime | None, by: Actor) -> SignUp:
    """Give the place back, since the new time does not suit; nobody asks why. Twice changes nothing.

    Raises AnsweredAlready (who has said yes cancels like everybody), MovedAgain, NotSignedUp,
    ShiftHasStarted, or Busy.
    """
    shift = locks.shift(sign_up.shift)
    held = locks.sign_up(sign_up)
    if held.state == SignUp.State.CANCELLED_BY_VOLUNTEER:
        return held
    _require_coming(shift, held)
    if held.confirm_asked_at is None:
        raise errors.AnsweredAlready
    if held.confirm_asked_at != asked_at:
        raise errors.MovedAgain
    states.move_sign_up(held, shift=shift, to=SignUp.State.CANCELLED_BY_VOLUNTEER, by=by, moved=True)
    telling.released(sign_up=held)
    offering.offer_places(shift=shift)
    return held


def _require_coming(shift: Shift, held: SignUp) -> None:
    if held.state != SignUp.State.SIGNED_UP:
        raise errors.NotSignedUp
    if conditions.has_started(shift):
        raise errors.ShiftHasStarted


def _ask(sign_up: SignUp) -> None:
    asked_at = sign_up.confirm_asked_at or clock.now()
    start, end = (
        at.astimezone(UTC).isoformat(timespec="minutes") for at in (sign_up.starts_at, sign_up.ends_at)
    )
    due = {MOVED: asked_at, REMINDER: remind_at(asked_at=asked_at, starts_at=sign_up.starts_at)}
    for kind, due_at in due.items():
        if due_at is not None:
            messages.plan(
                kind=kind,
                # There and back and there again are three questions.
                key=f"{kind}:{sign_up.uuid}:{start}:{end}:{asked_at.isoformat()}",
                person_uuid=sign_up.person.uuid,
                due_at=due_at,
                subject_kind=states.SIGN_UP,
                subject_uuid=sign_up.uuid,
                data={"start": start, "end": end},
            )
