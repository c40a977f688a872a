"""How long a proof may take: a federation that grows must not wait for its figures for ever."""

import math
from time import process_time
from types import TracebackType
from typing import Self


class OutOfTime(RuntimeError):
    """The proof is not finished: nothing is known of what it would have shown."""


class Deadline:
    """A budget of process time for one proof, or for several. It is spent inside a `with` only."""

    def __init__(self, *, seconds: float = math.inf) -> None:
        self._left = seconds
        self._end = math.inf

    def __enter__(self) -> Self:
        self._end = process_time() + self._left
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left = max(0.0, self._end - process_time())

    def check(self) -> None:
        """Raise OutOfTime when the budget is spent."""
        if process_time() >= self._end:
            raise OutOfTime
