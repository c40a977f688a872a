"""For whose place somebody is looked for, what "I can't come" leads to, and the one door for such a search.

    open ──► found | ended

Callers hold the locks (see `locks`).
"""

from datetime import datetime, timedelta
from enum import Enum

from scheduling.shifts import conditions
from scheduling.shifts.eligibility import checks as eligibility
from scheduling.shifts.eligibility.checks import Standing
from scheduling.shifts.errors.shifts import ShiftRefusal
from scheduling.shifts.models import Shift, ShiftSettings, SignUp, StandIn
from scheduling.shifts.selectors.searches import looked_for
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person

MOVES: dict[str, set[str]] = {
    StandIn.State.OPEN: {StandIn.State.FOUND, StandIn.State.ENDED},
    StandIn.State.FOUND: set(),
    StandIn.State.ENDED: set(),
}


class NotFromHere(RuntimeError):
    """The state does not lead there. Verbs check before they ask, so this is always a programming error."""


def look(sign_up: SignUp, *, by: Actor) -> StandIn:
    """Note that somebody is looked for who takes the place of a locked sign-up over."""
    made = StandIn.objects.create(sign_up=sign_up, at=clock.now())
    _note(made, StandIn.State.OPEN, by=by)
    return made


def move(found: StandIn, *, to: StandIn.State, by: Actor, person: Person | None = None) -> None:
    """Settle a search: somebody was found, or it has ended otherwise."""
    if to not in MOVES[found.state]:
        raise NotFromHere(f"A search that is {found.state} does not become {to}.")
    found.state, found.settled_at, found.found = to, clock.now(), person
    found.save(update_fields=["state", "settled_at", "found"])
    _note(found, to, by=by)


def _note(found: StandIn, verb: str, *, by: Actor) -> None:
    trail.record(
        f"stand_in.{verb}",
        by=by,
        subject_kind="sign_up",
        subject_uuid=found.sign_up.uuid,
        person=str(found.sign_up.person.uuid),
    )


class Way(Enum):
    """What "I can't come" leads to."""

    FREE = "free"
    SEARCH = "search"
    LATE = "late"


def way_of(*, now: datetime, starts_at: datetime, settings: ShiftSettings) -> Way:
    """Far ahead the place is simply free; nearer somebody is looked for; late one calls, too."""
    left = starts_at - now
    if left > timedelta(hours=settings.stand_in_hours):
        return Way.FREE
    return Way.SEARCH if left > timedelta(hours=settings.late_hours) else Way.LATE


def is_looked_for(shift: Shift) -> bool:
    """Whether somebody is looked for who takes a place on this shift over."""
    return looked_for().filter(sign_up__shift=shift).exists()


def reasons(shift: Shift, standing: Standing) -> list[ShiftRefusal]:
    """What speaks against somebody whom we ask to take a place; that of who cannot come is one too."""
    checks = eligibility.ASKED_CHECKS
    if conditions.is_full(shift) and is_looked_for(shift):
        checks = tuple(check for check in checks if check is not eligibility.has_a_place)
    return eligibility.reasons(shift, standing, checks=checks)
