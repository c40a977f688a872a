"""The one door for an incident's state. A step of a verb: it runs in the verb's transaction."""

from tenants import clock
from volunteers.register.care_errors import IncidentNotFromHere
from volunteers.register.models import Incident

State = Incident.State

MOVES: dict[str, set[str]] = {
    State.REPORTED: {State.TRIAGED},
    State.TRIAGED: {State.HANDLED},
    State.HANDLED: {State.CLOSED},
    State.CLOSED: set(),
}


def move(incident: Incident, *, to: str) -> Incident:
    """Bring an incident into another state. Raises IncidentNotFromHere where MOVES does not lead there."""
    locked = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if to not in MOVES[locked.state]:
        raise IncidentNotFromHere(now=locked.get_state_display(), wanted=State(to).label)
    locked.state = to
    locked.closed_at = clock.now() if to == State.CLOSED else None
    locked.save(update_fields=["state", "closed_at"])
    return locked
