"""What the person at the terminal sees: short lines with their speaker, and of the logs what matters."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

COLOURS = {
    "postgres": 34,
    "redis": 31,
    "mail": 35,
    "sms": 35,
    "web": 32,
    "worker": 33,
    "figures": 36,
    "beat": 90,
}
BAD_WORDS = ("Traceback", "CRITICAL", "FATAL", "PANIC", "Exception in ")


class Terminal:
    """Writes lines, each with the coloured name of its speaker. Safe to use from several threads."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._lock = threading.Lock()
        self._coloured = self._out.isatty() and "NO_COLOR" not in os.environ

    def say(self, text: str, *, who: str = "") -> None:
        """One line, or several."""
        name = f"{who:>8} | " if who else ""
        if name and self._coloured:
            name = f"\033[{COLOURS.get(who, 1)}m{name}\033[0m"
        with self._lock:
            for line in text.splitlines() or [""]:
                self._out.write(f"{name}{line}\n")
            self._out.flush()


class Tail:
    """Reads what is added to a log file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = path.stat().st_size if path.exists() else 0
        self._rest = b""

    def new_lines(self) -> list[str]:
        """Whole lines written since the last call."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._at)
                added = file.read()
        except OSError:
            return []
        self._at += len(added)
        *lines, self._rest = (self._rest + added).split(b"\n")
        return [line.decode(errors="replace") for line in lines]


def important(lines: Iterable[str]) -> list[str]:
    """Of a log's lines those that somebody at the terminal should see: warnings and worse, in short."""
    shown = []
    for line in lines:
        if line.startswith("{"):
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if entry.get("level") in {"warning", "error", "critical"}:
                shown.append(f"{entry['level']}: {entry.get('event', '')} {entry.get('error', '')}".rstrip())
        elif any(word in line for word in BAD_WORDS):
            shown.append(line)
    return shown


def rotate(folder: Path) -> None:
    """Begin new logs; the last run's stay beside them as `.old`."""
    folder.mkdir(parents=True, exist_ok=True)
    for log in folder.glob("*.log"):
        log.replace(log.with_suffix(".log.old"))
