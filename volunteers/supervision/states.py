"""The one door for the states of sessions: steps, in the verb's transaction."""

from volunteers.supervision.errors import NotFromHere
from volunteers.supervision.models import SupervisionSession

S = SupervisionSession.State

MOVES: dict[str, set[str]] = {
    S.PLANNED: {S.INVITED, S.HELD, S.CANCELLED},
    S.INVITED: {S.HELD, S.CANCELLED},
    # Who came can be ticked anew; that it was held stays.
    S.HELD: set(),
    # The same time can be put in the calendar anew.
    S.CANCELLED: set(),
}
# Nobody has said yet what became of it.
OPEN = (S.PLANNED, S.INVITED)


def move(session: SupervisionSession, *, to: str) -> SupervisionSession:
    """Bring a locked session into another state. Raises NotFromHere."""
    if to not in MOVES[session.state]:
        raise NotFromHere(now=session.get_state_display(), wanted=S(to).label)
    session.state = to
    session.save(update_fields=["state"])
    return session
