"""The one door for the states of pairs: steps, in the verb's transaction, each noted in the trail."""

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.pairs.errors import NotFromHere
from volunteers.pairs.models import Pair
from volunteers.register import trail

S = Pair.State
SUBJECT = "pair"

MOVES: dict[str, set[str]] = {
    S.INTAKE: {S.ASSESSED, S.GUIDED, S.WITHDRAWN},
    S.ASSESSED: {S.WAITING, S.GUIDED, S.WITHDRAWN},
    S.WAITING: {S.PROPOSED, S.GUIDED, S.WITHDRAWN},
    S.PROPOSED: {S.WAITING, S.MATCHED, S.WITHDRAWN},
    S.MATCHED: {S.WAITING, S.ACTIVE, S.WITHDRAWN},
    S.ACTIVE: {S.PAUSED, S.ENDING, S.WITHDRAWN},
    # With the same volunteer, with another one, or not any more.
    S.PAUSED: {S.ACTIVE, S.WAITING, S.ENDING, S.WITHDRAWN},
    S.ENDING: {S.ENDED, S.WITHDRAWN},
    S.ENDED: {S.ANONYMISED},
    S.GUIDED: {S.ANONYMISED},
    S.WITHDRAWN: {S.ANONYMISED},
    S.ANONYMISED: set(),
}
CLOSED = (S.ENDED, S.GUIDED, S.WITHDRAWN, S.ANONYMISED)
OPEN = tuple(state for state in S if state not in CLOSED)
# The volunteer of the pair reads the client, and writes down when they met.
TOGETHER = (S.ACTIVE, S.PAUSED, S.ENDING)
MEETING = (S.ACTIVE, S.ENDING)


def move(pair: Pair, *, to: str, by: Actor, **fields: object) -> Pair:
    """Bring a locked pair into another state, with what changes along with it. Raises NotFromHere."""
    if to not in MOVES[pair.state]:
        raise NotFromHere(now=pair.get_state_display(), wanted=S(to).label)
    before, today = pair.state, clock.today(current_association())
    values = {"state": to, "state_on": today, **fields}
    if to in CLOSED and pair.closed_on is None:
        values["closed_on"] = today
    for name, value in values.items():
        setattr(pair, name, value)
    pair.save(update_fields=list(values))
    trail.record(
        "pair.state", by=by, subject_kind=SUBJECT, subject_uuid=pair.uuid, before=before, now=str(to)
    )
    return pair
