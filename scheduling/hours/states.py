"""The one door for the states of hours, months and years. Steps: they run in the verb's transaction."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from scheduling.hours.errors import NotFromHere, YearNotFromHere
from scheduling.hours.models import HoursEntry, Month, Year

Entry = HoursEntry.State

MOVES: dict[str, set[str]] = {
    Entry.DRAFT: {Entry.SUBMITTED},
    Entry.SUBMITTED: {Entry.APPROVED, Entry.RETURNED},
    Entry.RETURNED: {Entry.SUBMITTED},
    # What is approved is corrected by taking it back and adding another, never changed.
    Entry.APPROVED: {Entry.REVERSED},
    Entry.REVERSED: set(),
}
YEARS: dict[str, set[str]] = {
    Year.State.OPEN: {Year.State.FROZEN},
    Year.State.FROZEN: {Year.State.SUBMITTED, Year.State.AMENDED},
    Year.State.SUBMITTED: {Year.State.AMENDED},
    Year.State.AMENDED: {Year.State.SUBMITTED, Year.State.AMENDED},
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


def move_year(year: Year, *, to: str, **changes: Any) -> Year:
    """Bring a locked year into another state, with what changes beside. Raises YearNotFromHere."""
    if to not in YEARS[year.state]:
        raise YearNotFromHere(year=year.year, now=year.get_state_display(), wanted=Year.State(to).label)
    year.state = to
    for name, value in changes.items():
        setattr(year, name, value)
    year.save(update_fields=["state", *changes])
    return year


def close(month: Month, *, at: datetime, by: str, input_hash: str, last_correction: int) -> Month:
    """Close a locked open month for good."""
    month.state = Month.State.CLOSED
    month.closed_at = at
    month.closed_by = by
    month.input_hash = input_hash
    month.last_correction = last_correction
    month.save(update_fields=["state", "closed_at", "closed_by", "input_hash", "last_correction"])
    return month
