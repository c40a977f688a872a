"""What an act changes for those who come or hope to: told when all of it is done.

Who is told of one thing reads of it in its own words; who of several, gets one message about all of them.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from notifications import services as messages
from scheduling.shifts.models import SignUp
from tenants import clock
from volunteers.register.models import Person

CHANGES = "shift.changes"
REMINDER = "shift.changes_reminder"
What = Literal["moved", "off"]
# Who has not answered about a new time is reminded once: after a day, or half way to the shift where that
# is sooner.
REMIND_AFTER = timedelta(days=1)
# Nearer than this the question itself is enough.
TOO_NEAR = timedelta(hours=6)


def remind_at(*, asked_at: datetime, starts_at: datetime) -> datetime | None:
    """When to remind somebody who has not answered; None where the shift is too near."""
    ahead = starts_at - asked_at
    return None if ahead < TOO_NEAR else asked_at + min(REMIND_AFTER, ahead / 2)


@dataclass(frozen=True)
class _Item:
    what: What
    sign_up: SignUp
    alone: Callable[[], None]
    was: tuple[datetime, datetime]


class News:
    """What one act changes, person by person. `tell` is its last step, in the same transaction."""

    def __init__(self) -> None:
        self._of: dict[Person, list[_Item]] = defaultdict(list)

    def add(
        self,
        what: What,
        sign_up: SignUp,
        *,
        alone: Callable[[], None],
        was: tuple[datetime, datetime] | None = None,
    ) -> None:
        """Something of which a person hears: their shift moves, or is called off.

        `alone` tells them of this and nothing else; `was` is the time before.
        """
        was = was or (sign_up.starts_at, sign_up.ends_at)
        self._of[sign_up.person].append(_Item(what, sign_up, alone, was))

    def take(self, other: "News") -> None:
        """What another act has changed, too: all of it is told together."""
        for person, items in other._of.items():
            self._of[person] += items

    def tell(self) -> None:
        """Plan the messages, one for each person."""
        for person, items in self._of.items():
            if len(items) == 1:
                items[0].alone()
            else:
                _tell(person, sorted(items, key=lambda item: (item.sign_up.starts_at, item.sign_up.pk)))


def _tell(person: Person, items: list[_Item]) -> None:
    now = clock.now()
    data: dict[str, Any] = {
        "moved": [_row(item) for item in items if item.what == "moved"],
        "off": [str(item.sign_up.uuid) for item in items if item.what == "off"],
    }
    # The first of them names the act: it does not happen to the same one twice at the same moment.
    key = f"{items[0].sign_up.uuid}:{now.isoformat()}"
    due: dict[str, datetime | None] = {CHANGES: now, REMINDER: None}
    if asked := [item.sign_up for item in items if item.what == "moved"]:
        soonest = min(asked, key=lambda sign_up: sign_up.starts_at)
        due[REMINDER] = remind_at(asked_at=now, starts_at=soonest.starts_at)
    for kind, due_at in due.items():
        if due_at is not None:
            messages.plan(kind=kind, key=f"{kind}:{key}", person_uuid=person.uuid, due_at=due_at, data=data)


def _row(item: _Item) -> list[str]:
    """Whose place, by which question, and when it was before."""
    asked = item.sign_up.confirm_asked_at
    start, end = (at.astimezone(UTC).isoformat() for at in item.was)
    return [str(item.sign_up.uuid), asked.isoformat() if asked else "", start, end]
