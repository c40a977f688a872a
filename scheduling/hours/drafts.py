"""Files that wait for somebody's yes name people: which of them are dropped after a day, yes or no.

`register(callable)` when an app starts; it drops its own files of earlier days, inside the association.
Whoever keeps a file calls `keep_for_a_day`, so that somebody comes to look.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from tenants import clock
from tenants.wakeups import wake

LIVE = timedelta(days=1)
# As everything that is undone: what came of a file is taken back whole so soon after the yes.
UNDO_WITHIN = timedelta(minutes=10)

# Rows to correct are worked on in a spreadsheet: they stay for longer than the undo.
LEFT_OUT_KEPT = LIVE

Dropper = Callable[[], None]

_droppers: list[Dropper] = []


def register(dropper: Dropper) -> None:
    """Have `dropper()` called when files may be due. The same one is added once."""
    if dropper not in _droppers:
        _droppers.append(dropper)


def keep_for_a_day() -> None:
    """Have the files looked at when the one that is kept now is a day old. A step of keeping it."""
    wake(queue="months", at=clock.now() + LIVE)


def undone_until(*, done_at: datetime) -> datetime | None:
    """Until when what was done then can be undone; None where no time is left."""
    until = done_at + UNDO_WITHIN
    return until if clock.now() <= until else None


def drop_old() -> None:
    """Drop what nobody said yes to within a day."""
    for dropper in _droppers:
        dropper()
