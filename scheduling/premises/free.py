"""What is left of a day when what is taken is taken away. Pure."""

from collections.abc import Iterable
from datetime import datetime

Stretch = tuple[datetime, datetime]


def left(opens: datetime, closes: datetime, taken: Iterable[Stretch]) -> list[Stretch]:
    """The stretches between two instants that nobody has, in their order."""
    found: list[Stretch] = []
    at = opens
    for starts, ends in sorted(taken):
        if starts >= closes:
            break
        if starts > at:
            found.append((at, starts))
        at = max(at, ends)
    if at < closes:
        found.append((at, closes))
    return found
