"""Draws that are the same on every platform and Python version.

Only `Random.random()` is promised to stay as it is, so everything else is made of it. Each part of the demo
draws from a stream of its own, named in words: changing one part does not move the others.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A stream of draws, named by a seed number and words."""

    def __init__(self, seed: int, *names: str) -> None:
        digest = hashlib.sha256("/".join((str(seed), *names)).encode()).digest()
        self._random = random.Random(int.from_bytes(digest[:8], "big"))

    def below(self, limit: int) -> int:
        """Return a whole number from 0 up to, not with, the limit."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def percent(self, chance: int) -> bool:
        """Return true in so many of a hundred draws."""
        return self.below(100) < chance

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order
