"""The one door for the states of occasions, counts and files of them: steps, in the verb's transaction."""

from scheduling.activities.errors import NotFromHere
from scheduling.activities.models import Activity, Count, CountImport

A, C, F = Activity.State, Count.State, CountImport.State

MOVES: dict[str, set[str]] = {
    A.PLANNED: {A.HELD, A.CANCELLED},
    # Somebody pressed the wrong button, or it was held after all.
    A.HELD: {A.PLANNED, A.CANCELLED},
    A.CANCELLED: {A.PLANNED, A.HELD},
    C.ENTERED: {C.APPROVED},
    # What is approved is corrected, never taken back.
    C.APPROVED: set(),
    F.DRAFT: {F.DONE},
    F.DONE: {F.UNDONE},
    F.UNDONE: set(),
}


def move_activity(activity: Activity, *, to: str, cancel_reason: str = "") -> Activity:
    """Bring a locked occasion into another state. Raises NotFromHere."""
    if to not in MOVES[activity.state]:
        raise NotFromHere(now=activity.get_state_display(), wanted=A(to).label)
    activity.state = to
    activity.cancel_reason = cancel_reason
    activity.save(update_fields=["state", "cancel_reason", "late_reason"])
    return activity


def approve(counts: list[Count]) -> int:
    """Approve those of the locked counts that wait; the others stay as they are. Returns how many."""
    waiting = [count.pk for count in counts if count.state == C.ENTERED]
    return Count.objects.filter(pk__in=waiting).update(state=C.APPROVED)


def move_import(batch: CountImport, *, to: str) -> CountImport:
    """Bring a locked file into another state; it is not saved yet. Raises NotFromHere."""
    if to not in MOVES[batch.state]:
        raise NotFromHere(now=batch.get_state_display(), wanted=F(to).label)
    batch.state = to
    return batch
