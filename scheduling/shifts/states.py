"""The one door for the states of shifts and sign-ups, and for the count of places taken.

    draft ──► published ──► cancelled          signed_up ──► attended ◄──► no_show
      └──────────────────────────▲                 └──► cancelled_by_volunteer | cancelled_by_org

Only what somebody decided is stored; what the clock or a count decides is in `conditions`. Callers hold the
locks (see `locks`).
"""

from typing import Any

from django.db.models import F

from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person

SHIFT = "shift"
SIGN_UP = "sign_up"

MOVES: dict[str, dict[str, set[str]]] = {
    SHIFT: {
        Shift.State.DRAFT: {Shift.State.PUBLISHED, Shift.State.CANCELLED},
        Shift.State.PUBLISHED: {Shift.State.CANCELLED},
        Shift.State.CANCELLED: set(),
    },
    SIGN_UP: {
        SignUp.State.SIGNED_UP: {
            SignUp.State.ATTENDED,
            SignUp.State.NO_SHOW,
            SignUp.State.CANCELLED_BY_VOLUNTEER,
            SignUp.State.CANCELLED_BY_ORG,
        },
        SignUp.State.ATTENDED: {SignUp.State.NO_SHOW},
        SignUp.State.NO_SHOW: {SignUp.State.ATTENDED},
        SignUp.State.CANCELLED_BY_VOLUNTEER: set(),
        SignUp.State.CANCELLED_BY_ORG: set(),
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
    shift.save(update_fields=["state", "cancelled_at"])
    trail.record(f"shift.{to}", by=by, subject_kind=SHIFT, subject_uuid=shift.uuid)
    return shift


def take_place(shift: Shift, *, person: Person, by: Actor, **data: Any) -> SignUp:
    """Put a locked person on a locked shift: one row, one place more taken, one line of the trail."""
    now = clock.now()
    sign_up = SignUp.objects.create(
        shift=shift,
        person=person,
        state=SignUp.State.SIGNED_UP,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        created_at=now,
        changed_at=now,
    )
    _count(shift, by=1)
    _note(sign_up, SignUp.State.SIGNED_UP, by=by, **data)
    return sign_up


def move_sign_up(sign_up: SignUp, *, shift: Shift, to: SignUp.State, by: Actor, **data: Any) -> SignUp:
    """Move a locked sign-up of a locked shift; one that holds its place no longer gives it back."""
    if to not in MOVES[SIGN_UP][sign_up.state]:
        raise NotFromHere(f"A sign-up that is {sign_up.state} does not become {to}.")
    held = sign_up.state in SignUp.ACTIVE
    sign_up.state = to
    sign_up.changed_at = clock.now()
    sign_up.save(update_fields=["state", "changed_at", "starts_at", "ends_at"])
    if held and to not in SignUp.ACTIVE:
        _count(shift, by=-1)
    _note(sign_up, to, by=by, **data)
    return sign_up


def correct_times(sign_up: SignUp, *, by: Actor) -> SignUp:
    """Write the own times of somebody who was there, without a change of state."""
    sign_up.changed_at = clock.now()
    sign_up.save(update_fields=["changed_at", "starts_at", "ends_at"])
    _note(sign_up, "times", by=by)
    return sign_up


def _count(shift: Shift, *, by: int) -> None:
    Shift.objects.filter(pk=shift.pk).update(taken=F("taken") + by)
    shift.taken += by


def _note(sign_up: SignUp, verb: str, *, by: Actor, **data: Any) -> None:
    trail.record(
        f"sign_up.{verb}",
        by=by,
        subject_kind=SIGN_UP,
        subject_uuid=sign_up.uuid,
        person=str(sign_up.person.uuid),
        **data,
    )
