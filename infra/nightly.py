"""Back up every night: `python -m infra.nightly`, the whole life of the container `backup`.

No cron, no root: it sleeps until `BACKUP_AT` (hh:mm, UTC), runs `manage.py backup_all` and shows by two files
that it lives and when the last backup went well (infra.health looks at them). One that failed is tried again
after an hour.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from infra import lines

ROOT = Path(__file__).resolve().parent.parent
DAY = 24 * 3600
AGAIN_SECONDS = 3600
LOOK_EVERY = 5.0

_stopping = False
_running: subprocess.Popen[str] | None = None


def main(argv: list[str] | None = None) -> int:
    """Run until told to stop; 78 when BACKUP_AT is no time of day."""
    parser = argparse.ArgumentParser(prog="python -m infra.nightly", description=__doc__)
    parser.add_argument("--to", default="/backups")
    parser.add_argument("--keep-days", default="14")
    parser.add_argument("--now", action="store_true", help="one backup now, and then end")
    options = parser.parse_args(argv)
    at = os.environ.get("BACKUP_AT") or "01:30"
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
        lines.say(f"BACKUP_AT is {at!r}: write a time of day (UTC) like 01:30.", level="critical")
        return 78
    if "BACKUP_KEY" not in os.environ and not _holds_something(os.environ.get("BACKUP_KEY_FILE", "")):
        lines.say("Set BACKUP_KEY_FILE: make the key with `python -m infra.secrets`.", level="critical")
        return 78
    command = [
        *(sys.executable, str(ROOT / "platform" / "manage.py"), "backup_all"),
        *("--keep-days", options.keep_days, "--to", options.to),
    ]
    if options.now:
        return 0 if _back_up(command) else 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    for name in ("backup", "backup-begun"):
        _touch(name)
    lines.say("backup_waits", at=at)
    due = _next(at)
    while not _stopping:
        _touch("backup")
        if time.time() >= due:
            due = _next(at) if _back_up(command) else time.time() + AGAIN_SECONDS
        time.sleep(LOOK_EVERY)
    return 0


def _holds_something(path: str) -> bool:
    try:
        return bool(Path(path).read_text(encoding="utf-8").strip()) if path else False
    except OSError:
        return False


def _next(at: str) -> float:
    """The next time that it is so late, in UTC."""
    hour, minute = map(int, at.split(":"))
    midnight = time.time() // DAY * DAY
    due = midnight + hour * 3600 + minute * 60
    return due if due > time.time() else due + DAY


def _back_up(command: list[str]) -> bool:
    """Run it, hand its lines on as they are where they are JSON, and say how it ended."""
    global _running  # noqa: PLW0603  # ended by a signal
    started = time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    ) as process:
        _running = process
        threading.Thread(target=_live_with, args=[process], daemon=True).start()
        for line in filter(None, map(str.strip, process.stdout or ())):
            if line.startswith("{"):
                sys.stderr.write(line + "\n")
                sys.stderr.flush()
            else:
                lines.say("backup_says", line=line)
    _running = None
    well = process.returncode == 0
    if well:
        _touch("backup-done")
    lines.say(
        "backup_done" if well else "backup_failed",
        level="info" if well else "error",
        code=process.returncode,
        seconds=round(time.monotonic() - started),
    )
    return well


def _live_with(process: subprocess.Popen[str]) -> None:
    """Show that we live while it works, which may take long without a word."""
    while process.poll() is None:
        _touch("backup")
        time.sleep(LOOK_EVERY)


def _touch(name: str) -> None:
    file = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "alive" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def _stop(number: int, frame: FrameType | None) -> None:
    global _stopping  # noqa: PLW0603  # told by a signal
    _stopping = True
    if _running is not None:
        _running.terminate()


if __name__ == "__main__":
    sys.exit(main())
