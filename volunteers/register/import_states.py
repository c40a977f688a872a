"""An import's states, and what may follow what."""

from volunteers.register.errors import ImportUnderWay
from volunteers.register.models import PeopleImport

State = PeopleImport.State
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.RUNNING}),
    State.RUNNING: frozenset({State.DONE}),
    State.DONE: frozenset({State.UNDONE}),
    State.UNDONE: frozenset(),
}


def move(batch: PeopleImport, *, to: str) -> None:
    """Change the state of an import that the caller has locked and saves. Raises ImportUnderWay."""
    if to not in MOVES[batch.state]:
        raise ImportUnderWay
    batch.state = to
