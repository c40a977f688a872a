"""Starting a trial: on a stack of its own, with durable servers."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from local.mailbox import KEPT
from local.stack import Stack
from local.terminal import Terminal
from local.trial.course import Course, Outcome
from local.trial.letters import Letters, Outcome as LettersOutcome
from local.trial.scene import SLUGS

PAUSE, STORM = 7.0, 12.0
SHORT_SECONDS, SHORT_PAUSE, SHORT_STORM = 18.0, 2.6, 6.0
SHORT_SEED = 7
LETTERS_PAUSE = 8.0


def trial(*, seconds: float, seed: int, pause: float = PAUSE, storm: float = STORM) -> Outcome:
    """Start a stack of two small associations in an empty folder, go through it, stop it."""
    out = Terminal(sys.stderr)
    with tempfile.TemporaryDirectory(prefix="rinnalla-trial-") as folder:
        Path(folder).chmod(0o755)  # root hands PostgreSQL to another user, who has to get there
        with Stack(var_dir=Path(folder), durable=True, only=SLUGS, out=out) as stack:
            return on(stack, seconds=seconds, seed=seed, pause=pause, storm=storm)


def short() -> Outcome:
    """The trial of the demo's check: every service dies at least once."""
    return trial(seconds=SHORT_SECONDS, seed=SHORT_SEED, pause=SHORT_PAUSE, storm=SHORT_STORM)


def letters(*, count: int, seed: int, pause: float = LETTERS_PAUSE) -> LettersOutcome:
    """So many messages on a stack of its own, while those who deliver them are killed."""
    out = Terminal(sys.stderr)
    with tempfile.TemporaryDirectory(prefix="rinnalla-trial-") as folder:
        Path(folder).chmod(0o755)  # as above
        kept = 2 * count + KEPT
        with Stack(var_dir=Path(folder), durable=True, only=SLUGS, mails_kept=kept, out=out) as stack:
            return letters_on(stack, count=count, seed=seed, pause=pause)


def letters_on(stack: Stack, *, count: int, seed: int, pause: float) -> LettersOutcome:
    """The trial of messages on a stack that runs."""
    out = Terminal(sys.stderr)
    trial = Letters(stack, count=count, seed=seed, pause=pause, say=lambda line: out.say(line, who="trial"))
    return trial.run()


def on(stack: Stack, *, seconds: float, seed: int, pause: float, storm: float) -> Outcome:
    """A trial on a stack that runs."""
    out = Terminal(sys.stderr)
    course = Course(
        stack,
        seed=seed,
        seconds=seconds,
        pause=pause,
        storm=storm,
        say=lambda line: out.say(line, who="trial"),
    )
    return course.run()
