"""How far the import of a schedule is, and what may follow what."""

from scheduling.feeds.schedules.refusals import NotNow
from scheduling.shifts.models import ScheduleImport

State = ScheduleImport.State
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.DONE}),
    State.DONE: frozenset({State.UNDONE}),
    State.UNDONE: frozenset(),
}


def move(batch: ScheduleImport, *, to: str) -> None:
    """Change the state of an import that the caller has locked and saves. Raises NotNow."""
    if to not in MOVES[batch.state]:
        raise NotNow
    batch.state = to
