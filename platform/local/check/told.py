"""Messages of the whole check: each that was due and sent arrived once, in time, and in nobody's night."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from local.stack import Stack
from local.trial.evidence import arrived


@dataclass(frozen=True)
class Outcome:
    """What came of them."""

    planned: int
    sent: int
    twice: int
    stale: int
    quiet_hours_broken: int


def run(stack: Stack, *, folder: Path) -> Outcome:
    """Compare what is noted with what arrived; nothing is sent by this."""
    file = folder / "told.json"
    stack.manage("demo_told", str(file))
    noted = json.loads(file.read_text(encoding="utf-8"))
    mails = arrived(stack.mailbox)
    return Outcome(
        planned=noted["planned"],
        sent=len(noted["sent"]),
        twice=sum(len(each) > 1 for each in mails.values()),
        stale=len(noted["stale"]),
        quiet_hours_broken=len(noted["quiet_hours_broken"]),
    )
