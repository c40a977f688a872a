"""What the sending must know of people, told by the app that keeps them, since this one knows nobody."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

AwayUntil = Callable[[UUID], datetime | None]
_away: list[AwayUntil] = []


class Replan(Protocol):
    """Plans a person's waiting reminders anew."""

    def __call__(self, *, person_uuid: UUID) -> None:
        """Part of the caller's transaction."""


_changed: list[Replan] = []


def register(*, away_until: AwayUntil) -> None:
    """Say until when a person wants to be left alone (a break, an absence). Twice is once."""
    if away_until not in _away:
        _away.append(away_until)


def away_until(person_uuid: UUID) -> datetime | None:
    """When a person who is away is back, at the latest of what is known; None for who is not away."""
    return max(filter(None, (ask(person_uuid) for ask in _away)), default=None)


def replan_with(replan: Replan) -> None:
    """Have an app plan a person's waiting reminders anew when that person has chosen other times for them."""
    if replan not in _changed:
        _changed.append(replan)


def times_changed(person_uuid: UUID) -> None:
    """Tell all who plan by a person's times that these have changed. Part of the caller's transaction."""
    for replan in _changed:
        replan(person_uuid=person_uuid)
