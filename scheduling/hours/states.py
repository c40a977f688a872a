"""The one door for the states of hours, heads, files, months and years. Steps of the verbs' transactions."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from scheduling.hours.errors import FileMeanwhile, HeadsNotFromHere, NotFromHere, YearNotFromHere
from scheduling.hours.models import CardImport, HoursEntry, HoursTally, ImportBatch, Month, Year

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

HEADS: dict[str, set[str]] = {
    HoursTally.State.SUBMITTED: {HoursTally.State.APPROVED, HoursTally.State.RETURNED},
    # Whoever wrote it takes it away, and writes it anew.
    HoursTally.State.RETURNED: set(),
    HoursTally.State.APPROVED: {HoursTally.State.REVERSED},
    HoursTally.State.REVERSED: set(),
}
# Of hour cards; a shift export's draft is a row of another table.
FILES: dict[str, set[str]] = {
    CardImport.State.DRAFT: {CardImport.State.DONE},
    CardImport.State.DONE: {CardImport.State.UNDONE},
    CardImport.State.UNDONE: set(),
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


def move_heads(tally: HoursTally, *, to: str, **changes: Any) -> HoursTally:
    """Bring locked heads into another state, with what changes beside. Raises HeadsNotFromHere."""
    if to not in HEADS[tally.state]:
        raise HeadsNotFromHere
    tally.state = to
    for name, value in changes.items():
        setattr(tally, name, value)
    tally.save(update_fields=["state", *changes])
    return tally


def move_all_heads(tallies: QuerySet[HoursTally], *, to: str, **changes: Any) -> int:
    """Bring those of the locked heads that may go there into another state. Returns how many."""
    return tallies.filter(state__in=[state for state in HEADS if to in HEADS[state]]).update(
        state=to, **changes
    )


def move_file(file: CardImport | ImportBatch, *, to: str, **changes: Any) -> None:
    """Bring a locked file into another state, with what changes beside. Raises FileMeanwhile."""
    if to not in FILES[file.state]:
        raise FileMeanwhile
    file.state = to
    for name, value in changes.items():
        setattr(file, name, value)
    file.save(update_fields=["state", *changes])


def close(month: Month, *, at: datetime, by: str, input_hash: str, last_correction: int) -> Month:
    """Close a locked open month for good."""
    month.state = Month.State.CLOSED
    month.closed_at = at
    month.closed_by = by
    month.input_hash = input_hash
    month.last_correction = last_correction
    month.save(update_fields=["state", "closed_at", "closed_by", "input_hash", "last_correction"])
    return month
