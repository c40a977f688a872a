"""What a step of a passage is, and how it says that it cannot be done."""

from collections.abc import Callable
from dataclasses import dataclass

from tenants.models import Passage


@dataclass(frozen=True)
class Step:
    """One step: its name in the row, and what it does. It finds out by itself what is done already."""

    code: str
    run: Callable[[Passage], None]


class StepFailed(Exception):
    """A step found what it cannot mend. `code` is one of `words.FAILURES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
