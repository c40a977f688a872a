"""The one door for the states of hours and of months. Steps of verbs: they run in the verb's transaction."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from scheduling.hours.errors import NotFromHere
from scheduling.hours.models import HoursEntry, Month

Entry = HoursEntry.State

MOVES: dict[str, set[str]] = {
    Entry.DRAFT: {Entry.SUBMITTED},
    Entry.SUBMITTED: {Entry.APPROVED, Entry.RETURNED},
    Entry.RETURNED: {Entry.SUBMITTED},
    # What is approved is corrected by further rows, never changed.
    Entry.APPROVED: set(),
}


def move(entry: HoursEntry, *, to: str, **changes: Any) -> HoursEntry:
    """Bring a locked entry into another state, with what changes beside. Raises NotFromHere."""
    if to not in MOVES[entry.state]:
        raise NotFromHere(now=entry.get_state_display(), wanted=Entry(to).label)
    entry.state = to
    for name, value in changes.items():
        setattr(entry, name, value)
    entry.save(update_fields=["state", *changes])
    return entry


def approve_all(entries: QuerySet[HoursEntry], *, at: datetime, by: str) -> int:
    """Approve those of the locked entries that wait; the others stay as they are. Returns how many."""
    return entries.filter(state=Entry.SUBMITTED).update(
        state=Entry.APPROVED, approved_at=at, approved_by=by, return_reason=""
    )


def close(month: Month, *, at: datetime, by: str, input_hash: str) -> Month:
    """Close a locked open month for good."""
    month.state = Month.State.CLOSED
    month.closed_at = at
    month.closed_by = by
    month.input_hash = input_hash
    month.save(update_fields=["state", "closed_at", "closed_by", "input_hash"])
    return month
