"""The owner's process as tests start it: does what waits, and dies where it is told to.

python -m tests.tenants.leaving.owner_leaves [STEP:inside|after]
"""

import os
import signal
import sys
from dataclasses import replace
from typing import Any

import django

django.setup()

from tenants import lifecycle, wakeups  # noqa: E402  # needs the setup
from tenants.backup import restoring  # noqa: E402  # needs the setup
from tenants.leaving import deleting, files, work  # noqa: E402  # needs the setup
from tenants.models import Archive, Passage  # noqa: E402  # needs the setup

# What a step is in the middle of when it dies inside.
INSIDE: dict[str, tuple[Any, str]] = {
    "copy": (files, "sha256"),
    "read": (restoring, "_load"),
    "leave": (lifecycle, "move"),
    "check_file": (files, "sha256"),
    "back": (wakeups, "wake_again"),
    "tidy": (Archive, "save"),
    "check": (deleting, "_wish"),
    "files": (files, "clear"),
    "copies": (deleting, "copies_of"),
    "people": (wakeups, "wake_again"),
    "tables": (deleting, "role_of"),
    "close": (lifecycle, "move"),
}


def die(*_arguments: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def prepare(where: str) -> None:
    """Change the code so that it dies there."""
    code, _, moment = where.partition(":")
    if moment == "inside":
        place, name = INSIDE[code]
        original = getattr(place, name)

        def dying(*arguments: Any, **named: Any) -> Any:
            original(*arguments, **named)
            die()

        setattr(place, name, dying)
        return

    def after(passage: Passage) -> None:
        step.run(passage)
        die()

    step = next(one for steps in work.STEPS.values() for one in steps if one.code == code)
    work.STEPS = {
        kind: tuple(replace(one, run=after) if one.code == code else one for one in steps)
        for kind, steps in work.STEPS.items()
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        prepare(sys.argv[1])
    ended = work.run_all()
    sys.exit(0 if ended else 3)
