"""The owner's process as tests start it: does what waits, and dies where it is told to.

python -m tests.tenants.owner_at_work [STEP:before|inside|after]
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import django

django.setup()

from tenants import first_rows, provisioning, setup  # noqa: E402  # needs the setup
from tenants.models import StateChange  # noqa: E402  # needs the setup

# What a step is in the middle of when it dies inside.
INSIDE: dict[str, tuple[Any, str]] = {
    "template": (provisioning, "dump"),
    "tables": (provisioning, "grants"),
    "check": (provisioning, "dump"),
    "rows": (first_rows, "fill_all"),
    "open": (StateChange.objects, "create"),
}


def die(*_arguments: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying(run: Callable[[Any], None], *, before: bool) -> Callable[[Any], None]:
    def step(association: Any) -> None:
        if not before:
            run(association)
        die()

    return step


def prepare(where: str) -> None:
    """Change the code so that it dies there."""
    code, _, moment = where.partition(":")
    if moment == "inside":
        place, name = INSIDE[code]
        original = getattr(place, name)

        def dying_function(*arguments: Any, **named: Any) -> Any:
            original(*arguments, **named)
            die()

        setattr(place, name, dying_function)
        return
    setup.STEPS = tuple(
        replace(step, run=dying(step.run, before=moment == "before")) if step.code == code else step
        for step in setup.STEPS
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        prepare(sys.argv[1])
        setup.LEASE = timedelta(seconds=0)
    ended = setup.run_all()
    sys.exit(0 if ended else 3)
