"""The one door for a period's state. A step of a verb: it runs in the verb's transaction."""

from datetime import date

from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.errors import NotFromHere
from volunteers.register.models import Period

State = Period.State

MOVES: dict[str, set[str]] = {
    State.PREPARING: {State.ACTIVE, State.ENDED},
    State.ACTIVE: {State.ON_BREAK, State.ENDED},
    State.ON_BREAK: {State.ACTIVE, State.ENDED},
    # Coming back makes a new period.
    State.ENDED: set(),
}


def move(period: Period, *, to: str, by: Actor, on: date) -> Period:
    """Bring a period into another state on a day. Raises NotFromHere where MOVES does not lead there."""
    locked = Period.objects.select_for_update(of=("self",)).select_related("person").get(pk=period.pk)
    if to not in MOVES[locked.state]:
        raise NotFromHere(now=locked.get_state_display(), wanted=State(to).label)
    before = locked.state
    locked.state = to
    locked.ended_on = on if to == State.ENDED else None
    locked.save(update_fields=["state", "ended_on"])
    trail.record(
        "period.moved",
        by=by,
        subject_kind="person",
        subject_uuid=locked.person.uuid,
        **{"from": before, "to": str(to), "on": on.isoformat()},
    )
    return locked
