"""The one door for the states of shifts and sign-ups, and for the count of places taken.

    draft ──► published ──► cancelled          requested | waiting ──► offered ──► signed_up
      └──────────────────────────▲                  signed_up ──► attended ◄──► no_show
                                                    signed_up ──► swapped
                    any of these that are ahead ──► cancelled_by_volunteer | cancelled_by_org | passed

Only what somebody decided is stored; what the clock or a count decides is in `conditions`. Callers hold the
locks (see `locks`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from scheduling.shifts import seating
from scheduling.shifts.eligibility import standings
from scheduling.shifts.models import Shift, SignUp, Slot
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person

SHIFT = "shift"
SIGN_UP = "sign_up"

_GONE = {SignUp.State.CANCELLED_BY_VOLUNTEER, SignUp.State.CANCELLED_BY_ORG, SignUp.State.PASSED}
MOVES: dict[str, dict[str, set[str]]] = {
    SHIFT: {
        Shift.State.DRAFT: {Shift.State.PUBLISHED, Shift.State.CANCELLED},
        Shift.State.PUBLISHED: {Shift.State.CANCELLED},
        Shift.State.CANCELLED: set(),
    },
    SIGN_UP: {
        SignUp.State.REQUESTED: {SignUp.State.SIGNED_UP, SignUp.State.WAITING, *_GONE},
        SignUp.State.WAITING: {SignUp.State.OFFERED, SignUp.State.SIGNED_UP, *_GONE},
        SignUp.State.OFFERED: {SignUp.State.SIGNED_UP, SignUp.State.WAITING, *_GONE},
        SignUp.State.SIGNED_UP: {
            SignUp.State.ATTENDED,
            SignUp.State.NO_SHOW,
            SignUp.State.CANCELLED_BY_VOLUNTEER,
            SignUp.State.CANCELLED_BY_ORG,
            SignUp.State.SWAPPED,
        },
        SignUp.State.ATTENDED: {SignUp.State.NO_SHOW},
        SignUp.State.NO_SHOW: {SignUp.State.ATTENDED},
        SignUp.State.CANCELLED_BY_VOLUNTEER: set(),
        SignUp.State.CANCELLED_BY_ORG: set(),
        SignUp.State.SWAPPED: set(),
        SignUp.State.PASSED: set(),
    },
}


class NotFromHere(RuntimeError):
    """The state does not lead there. Verbs check before they ask, so this is always a programming error."""


def move_shift(shift: Shift, *, to: Shift.State, by: Actor) -> Shift:
    """Publish or cancel a locked shift, and note who did."""
    if to not in MOVES[SHIFT][shift.state]:
        raise NotFromHere(f"A shift that is {shift.state} does not become {to}.")
    shift.state = to
    if to == Shift.State.CANCELLED:
        shift.cancelled_at = clock.now()
    shift.sequence += 1
    shift.save(update_fields=["state", "cancelled_at", "sequence"])
    trail.record(f"shift.{to}", by=by, subject_kind=SHIFT, subject_uuid=shift.uuid)
    return shift


def take_place(
    shift: Shift,
    *,
    person: Person,
    by: Actor,
    in_training: bool = False,
    reason: str = "",
    has_slots: bool = True,
    **data: Any,
) -> SignUp:
    """Put a locked person on a locked shift: one row, one place more taken, one line of the trail.

    `reason` is what a coordinator said who passed by a check. `has_slots` is false where it is known that no
    place asks for anything.
    """
    return _open(
        shift,
        person=person,
        state=SignUp.State.SIGNED_UP,
        by=by,
        in_training=in_training,
        reason=reason,
        has_slots=has_slots,
        **data,
    )


def hope_for_place(
    shift: Shift, *, person: Person, state: SignUp.State, by: Actor, in_training: bool = False, **data: Any
) -> SignUp:
    """Note on a locked shift that somebody asks for a place (REQUESTED) or waits for one (WAITING).

    Who was noted first has the lower key: keys are given under the shift's lock.
    """
    if state not in (SignUp.State.REQUESTED, SignUp.State.WAITING):
        raise NotFromHere(f"Nobody begins as {state}.")
    return _open(shift, person=person, state=state, by=by, in_training=in_training, **data)


def _open(
    shift: Shift,
    *,
    person: Person,
    state: SignUp.State,
    by: Actor,
    in_training: bool,
    reason: str = "",
    has_slots: bool = True,
    **data: Any,
) -> SignUp:
    now = clock.now()
    sign_up = SignUp.objects.create(
        shift=shift,
        person=person,
        state=state,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        created_at=now,
        changed_at=now,
        in_training=in_training,
        override_reason=reason[:300],
    )
    if state in SignUp.HOLDING:
        count(shift, by=1, in_training=in_training)
        if has_slots:
            seat(shift)
    _note(sign_up, state, by=by, **data)
    return sign_up


def hope_otherwise(sign_up: SignUp, *, shift: Shift, in_training: bool, by: Actor) -> SignUp:
    """Let a locked sign-up of somebody who would like a place be for the other kind: to learn, or to come.

    An offered place is given back first.
    """
    if sign_up.in_training == in_training:
        return sign_up
    if sign_up.state == SignUp.State.OFFERED:
        move_sign_up(sign_up, shift=shift, to=SignUp.State.WAITING, by=by)
    sign_up.in_training = in_training
    sign_up.save(update_fields=["in_training"])
    return sign_up


def move_sign_up(
    sign_up: SignUp,
    *,
    shift: Shift,
    to: SignUp.State,
    by: Actor,
    offered_until: datetime | None = None,
    reason: str = "",
    **data: Any,
) -> SignUp:
    """Move a locked sign-up of a locked shift, and keep the count of places with it.

    Who no longer holds a place gives it back; who now does takes one. `offered_until` goes with OFFERED.
    """
    if to not in MOVES[SIGN_UP][sign_up.state]:
        raise NotFromHere(f"A sign-up that is {sign_up.state} does not become {to}.")
    held, holds = sign_up.state in SignUp.HOLDING, to in SignUp.HOLDING
    is_told = in_calendars(sign_up.state) != in_calendars(to)
    sign_up.state = to
    sign_up.changed_at = clock.now()
    sign_up.offered_until = offered_until
    sign_up.override_reason = reason[:300] or sign_up.override_reason
    if not holds:
        sign_up.slot = None
        sign_up.confirm_asked_at = None
    sign_up.save(
        update_fields=[
            "state", "changed_at", "starts_at", "ends_at", "offered_until", "slot", "confirm_asked_at",
            "override_reason", "answer",
        ]
    )  # fmt: skip
    if held != holds:
        count(shift, by=1 if holds else -1, in_training=sign_up.in_training)
        seat(shift)
    elif is_told:
        calendars_differ(shift)
    _note(sign_up, to, by=by, **data)
    return sign_up


def take_off_all(sign_ups: Sequence[SignUp], *, shifts: Mapping[int, Shift], by: Actor) -> None:
    """Release all of these locked sign-ups of people who come: the association calls their shifts off.

    `shifts` are theirs, locked, by key.
    """
    now, to = clock.now(), SignUp.State.CANCELLED_BY_ORG
    changed: dict[int, Shift] = {}
    for sign_up in sign_ups:
        if to not in MOVES[SIGN_UP][sign_up.state]:
            raise NotFromHere(f"A sign-up that is {sign_up.state} does not become {to}.")
        sign_up.state, sign_up.changed_at = to, now
        shift = changed.setdefault(sign_up.shift_id, shifts[sign_up.shift_id])
        if sign_up.in_training:
            shift.training_taken -= 1
        else:
            shift.taken -= 1
        shift.sequence += 1
    SignUp.objects.filter(pk__in=[sign_up.pk for sign_up in sign_ups]).update(
        state=to, changed_at=now, offered_until=None, slot=None, confirm_asked_at=None
    )
    Shift.objects.bulk_update(changed.values(), ["taken", "training_taken", "sequence"])
    trail.record_each(
        f"sign_up.{to}",
        by=by,
        subject_kind=SIGN_UP,
        subjects={sign_up.uuid: {"person": str(sign_up.person.uuid)} for sign_up in sign_ups},
    )


def cancel_all(shifts: Sequence[Shift], *, by: Actor) -> None:
    """Cancel locked shifts, and note who did."""
    now, to = clock.now(), Shift.State.CANCELLED
    for shift in shifts:
        if to not in MOVES[SHIFT][shift.state]:
            raise NotFromHere(f"A shift that is {shift.state} does not become {to}.")
        shift.state, shift.cancelled_at = to, now
        shift.sequence += 1
    Shift.objects.bulk_update(shifts, ["state", "cancelled_at", "sequence"])
    trail.record_each(f"shift.{to}", by=by, subject_kind=SHIFT, subjects=[shift.uuid for shift in shifts])


def confirm(sign_up: SignUp, *, by: Actor) -> SignUp:
    """Note on a locked sign-up that the new time of its shift suits the person."""
    sign_up.confirm_asked_at = None
    sign_up.changed_at = clock.now()
    sign_up.save(update_fields=["confirm_asked_at", "changed_at"])
    _note(sign_up, "confirmed", by=by)
    return sign_up


def correct_times(sign_up: SignUp, *, by: Actor) -> SignUp:
    """Write the own times of somebody who was there, without a change of state."""
    sign_up.changed_at = clock.now()
    sign_up.save(update_fields=["changed_at", "starts_at", "ends_at"])
    _note(sign_up, "times", by=by)
    return sign_up


def count(shift: Shift, *, by: int, in_training: bool = False) -> None:
    """So many places more are held on a locked shift, or fewer: which calendars tell, too."""
    column = "training_taken" if in_training else "taken"
    Shift.objects.filter(pk=shift.pk).update(**{column: F(column) + by, "sequence": F("sequence") + 1})
    setattr(shift, column, getattr(shift, column) + by)
    shift.sequence += 1


def calendars_differ(shift: Shift) -> None:
    """A locked shift is not any more what people's calendars say of it."""
    Shift.objects.filter(pk=shift.pk).update(sequence=F("sequence") + 1)
    shift.sequence += 1


def in_calendars(state: str) -> str:
    """How a sign-up stands in its owner's calendar (RFC 5545, STATUS)."""
    if state in SignUp.ACTIVE:
        return "CONFIRMED"
    return "TENTATIVE" if state in SignUp.HOPING else "CANCELLED"


def seat(shift: Shift) -> None:
    """Give those who hold a place of a locked shift the places that ask for what they have (see `seating`).

    Whenever somebody comes or goes. Nothing where no place asks for anything.
    """
    slots = list(Slot.objects.filter(shift=shift))
    if not slots:
        return
    held = SignUp.objects.filter(shift=shift, state__in=SignUp.HOLDING, in_training=False).order_by("pk")
    holders = list(held.only("pk", "slot_id", "person_id"))
    kinds = standings.kinds_of([each.person_id for each in holders], shift=shift, slots=slots)
    on = seating.seated(
        [kinds[each.person_id] for each in holders], standings.benches_of(slots, places=shift.places)
    )
    for each, bench in zip(holders, on, strict=True):
        slot = bench.key if bench else None
        if slot != each.slot_id:
            SignUp.objects.filter(pk=each.pk).update(slot=slot)


def _note(sign_up: SignUp, verb: str, *, by: Actor, **data: Any) -> None:
    trail.record(
        f"sign_up.{verb}",
        by=by,
        subject_kind=SIGN_UP,
        subject_uuid=sign_up.uuid,
        person=str(sign_up.person.uuid),
        **data,
    )
