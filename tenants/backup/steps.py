"""What apps do with an association that has been restored, before it opens.

    steps.register("notifications.withhold", withhold)

A step runs inside the restored association, in the owner's process, after its rows were found equal to the
backup's and its tables were brought up to date. It may run in a schema with another name than the one that
it gets in the end, and may not wake queues: when they have work is asked of `wakeups` afterwards. Steps run
in the order of registration, the register's first: it erases again who was erased since the backup.
"""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID


@dataclass
class Restoring:
    """Whether it comes back as a copy under another name, and who is known to have been erased.

    Who erases them again notes how many came back, and their logins.
    """

    is_copy: bool
    erased: frozenset[UUID] = field(default_factory=frozenset)
    came_back: int = 0
    logins: set[UUID] = field(default_factory=set)


class Step(Protocol):
    """`step(restoring=…)`."""

    def __call__(self, *, restoring: Restoring) -> None: ...


_steps: dict[str, Step] = {}


def register(name: str, step: Step) -> None:
    """Add a step. A name is given once; the same step again changes nothing."""
    if _steps.setdefault(name, step) is not step:
        raise ValueError(f"The step {name!r} exists already.")


def run(restoring: Restoring) -> None:
    """All of them, inside the association."""
    for step in _steps.values():
        step(restoring=restoring)
