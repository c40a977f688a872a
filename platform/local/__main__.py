"""`python -m local demo` starts the demo and stays until Ctrl-C; `reset` throws its data away."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from local import postgres
from local.errors import LocalError
from local.ports import FolderLock
from local.signins import SignIn
from local.stack import ROOT, Stack
from local.terminal import Terminal

if TYPE_CHECKING:
    from local.trial.course import Outcome
    from local.trial.letters import Outcome as LettersOutcome

MADE_HERE = ("alive", "demo", "log", "mail", "media", "postgres", "redis", "secrets", "template")
"""What the demo keeps in its folder; nothing else in there is ours to remove."""


class StopAsked(BaseException):
    """Ctrl-C, or a signal that asks us to end. No Exception, so that nothing on the way swallows it."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m local", description="The product on one machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="start everything with the demo federation")
    demo.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="port of the pages")
    reset = commands.add_parser("reset", help="throw the demo's data away")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    check = commands.add_parser(
        "check", help="drive the main job through a fresh stack and print the figures"
    )
    check.add_argument("--shifts", type=Path, help="a real shift export to take in as well")
    trial = commands.add_parser(
        "trial", help="kill processes under load on a fresh stack, and count what is lost or doubled"
    )
    trial.add_argument("--minutes", type=float, default=5.0, help="how long to kill")
    trial.add_argument("--seed", type=int, default=7, help="decides who is killed when, and what people do")
    trial.add_argument("--messages", type=int, default=0, help="rather have so many messages go out")
    options = parser.parse_args(words)
    var_dir = Path(os.environ.get("VAR_DIR") or ROOT / "var").expanduser().absolute()
    try:
        if options.command == "check":
            return run_check(options.shifts)
        if options.command == "trial":
            return run_trial(minutes=options.minutes, seed=options.seed, messages=options.messages)
        return (
            run_demo(var_dir, options.port) if options.command == "demo" else run_reset(var_dir, options.yes)
        )
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1


def run_demo(var_dir: Path, port: int) -> int:
    """Start the stack, print where it is, and keep it until we are asked to stop."""
    out = Terminal()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    stack = Stack(
        var_dir=var_dir,
        web_port=port,
        database_url=os.environ.get("DATABASE_URL") or None,
        redis_url=os.environ.get("REDIS_URL") or None,
        out=out,
    )
    started = time.monotonic()
    try:
        stack.start()
        out.say(welcome(stack, seconds=time.monotonic() - started))
        stack.show_logs()
    except StopAsked:
        out.say("\nStopping …")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
        stack.stop()
    out.say("Stopped. The data are kept; `make demo` goes on with them.")
    return 0


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """What a signal does: end the start or the waiting, wherever it is."""
    raise StopAsked


def welcome(stack: Stack, *, seconds: float) -> str:
    """Addresses, and who can sign in, by role."""
    lines = [
        "",
        f"Ready after {seconds:.0f} s.",
        "",
        f"  Start here     {stack.base_url}/",
        f"  Mail           {stack.url(path='/demo/inbox/')}",
        f"  Who signs in   {stack.url(path='/demo/')}",
    ]
    return "\n".join([*lines, *table(stack.signins), "", "Ctrl-C stops all of it.", ""])


def table(people: Sequence[SignIn]) -> list[str]:
    """Who can sign in: role (once for all who have it), address, password, where to begin."""
    if not people:
        return []
    role_width = max(len(one.role) for one in people)
    email_width = max(len(one.email) for one in people)
    lines, role = [""], ""
    for one in people:
        said = one.role if one.role != role else ""
        role = one.role
        lines.append(f"  {said:<{role_width}}  {one.email:<{email_width}}  {one.password}  {one.url}")
    return lines


def run_check(shifts: Path | None) -> int:
    """Print the figures as one JSON object, and what is wrong with them; 1 when anything is."""
    from local.check import report  # noqa: PLC0415  # SciPy takes its time, which the demo need not wait for

    if shifts is None:
        print(
            "Without SHIFTS=file.csv no real shift export is taken in; its figures are null.", file=sys.stderr
        )
    figures, faults = report.run(shifts=shifts)
    print(report.printed(figures))
    for fault in faults:
        print(f"Wrong: {fault}", file=sys.stderr)
    return 1 if faults else 0


def run_trial(*, minutes: float, seed: int, messages: int = 0) -> int:
    """Print what the trial came to as one JSON object, and what is wrong with it; 1 when anything is."""
    from local.trial import run  # noqa: PLC0415  # the story of the demo takes its time

    if messages:
        return told(run.letters(count=messages, seed=seed))
    return told(run.trial(seconds=minutes * 60, seed=seed))


def told(outcome: Outcome | LettersOutcome) -> int:
    """Print what a trial came to."""
    print(json.dumps(outcome.details()))
    for fault in outcome.faults:
        print(f"Wrong: {fault}", file=sys.stderr)
    return 1 if outcome.faults else 0


def run_reset(var_dir: Path, sure: bool) -> int:
    """Remove what the demo keeps, after asking; refuses while it runs."""
    if not any((var_dir / name).exists() for name in MADE_HERE):
        print(f"There are no data of a demo in {var_dir}.")
        return 0
    if not sure:
        if not sys.stdin.isatty():
            print("Nobody is there to ask; say --yes to throw the data away.", file=sys.stderr)
            return 1
        if input(f"Throw away all data of the demo in {var_dir}? (yes/no) ").strip().lower() not in {
            "y",
            "yes",
        }:
            print("Nothing was removed.")
            return 1
    lock = FolderLock(var_dir).take()
    try:
        postgres.discard(var_dir / "postgres")
        for name in MADE_HERE:
            shutil.rmtree(var_dir / name, ignore_errors=True)
    finally:
        lock.release()
    print("The data of the demo are gone.")
    if os.environ.get("DATABASE_URL"):
        print("The database on your own server stays; drop rinnalla_demo there if you want it gone too.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
