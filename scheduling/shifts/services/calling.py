"""Looking for somebody at short notice: asking in waves, and ending that when nobody is needed any more."""

from collections.abc import Sequence

from django.db import transaction

from notifications import calls
from notifications.models import Call
from scheduling.shifts import conditions, locks, stand_ins, states
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.eligibility.checks import Standing
from scheduling.shifts.errors import shifts as errors
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person

CALL = "shift.call"
CALL_OVER = "shift.call_over"
# The same for somebody who takes the place over of who cannot come.
STAND_IN = "shift.stand_in"


@transaction.atomic(durable=True)
def call_people(
    *, shift: Shift, people: Sequence[Person], wave_size: int, wave_minutes: int, by: Actor
) -> Call:
    """Ask these people in their order who can come: so many at a time, the next ones some minutes later.

    Raises SignUpClosed (a draft, cancelled, started), ShiftFull, CallIsOpen, NobodyToCall, or Busy.
    """
    shift = locks.shift(shift)
    eligibility.shift_is_open(shift, Standing(now=clock.now()))
    eligibility.has_a_place(shift, Standing(now=clock.now()))
    if calls.open_call(subject_kind=states.SHIFT, subject_uuid=shift.uuid) is not None:
        raise errors.CallIsOpen
    if not people:
        raise errors.NobodyToCall
    trail.record(
        "shift.called",
        by=by,
        subject_kind=states.SHIFT,
        subject_uuid=shift.uuid,
        people=len(people),
        wave_size=wave_size,
        wave_minutes=wave_minutes,
    )
    return calls.start(
        kind=CALL,
        subject_kind=states.SHIFT,
        subject_uuid=shift.uuid,
        people=[person.uuid for person in people],
        places=shift.places - shift.taken,
        wave_size=wave_size,
        wave_minutes=wave_minutes,
        by_name=by.name,
    )


@transaction.atomic(durable=True)
def end_call(*, call: Call, by: Actor) -> bool:
    """Ask nobody any more. Who was asked and has not answered is told. False when it was over already."""
    ended = calls.close(call=call, to=Call.State.ENDED, tell=CALL_OVER)
    if ended:
        trail.record(
            "shift.call_ended", by=by, subject_kind=call.subject_kind, subject_uuid=call.subject_uuid
        )
    return ended


def place_taken(*, shift: Shift, person: Person) -> None:
    """Somebody has a place on a locked shift now: with the last one, whoever looks for people is done.

    Who looks for stand-ins is done with the last of those. A step of the verbs that give a place.
    """
    call = calls.open_call(subject_kind=states.SHIFT, subject_uuid=shift.uuid)
    if call is None:
        return
    calls.note(call=call, person=person.uuid, answer=calls.Answer.YES)
    _close_if_done(call, shift=shift)


@transaction.atomic
def is_filled(*, shift: Shift) -> None:
    """Places of a locked shift are kept for others: with the last one nobody is looked for any more.

    A step of the verb that keeps them.
    """
    call = calls.open_call(subject_kind=states.SHIFT, subject_uuid=shift.uuid)
    if call is not None and call.kind != STAND_IN:
        _close_if_done(call, shift=shift)


def _close_if_done(call: Call, *, shift: Shift) -> None:
    done = call.kind == STAND_IN or conditions.is_full(shift)
    if done and not stand_ins.is_looked_for(shift):
        come = SignUp.objects.filter(shift=shift, state__in=SignUp.ACTIVE)
        calls.close(
            call=call,
            to=Call.State.FILLED,
            tell=CALL_OVER,
            but=list(come.values_list("person__uuid", flat=True)),
        )


def not_needed(*, shift: Shift) -> None:
    """A locked shift is off or at another time: nobody is looked for any more. A step of those verbs."""
    call = calls.open_call(subject_kind=states.SHIFT, subject_uuid=shift.uuid)
    if call is not None:
        calls.close(call=call, to=Call.State.ENDED, tell=CALL_OVER)
