"""What a container's health check runs: `python -m infra.health web | worker | beat | backup`.

Standard library only and no settings, so that it costs next to nothing. Exit code 0 when all is well.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = {"worker": 60.0, "beat": 60.0, "backup": 120.0}
BACKUP_HOURS = 26.0


def main(argv: list[str] | None = None) -> int:
    """Look at one kind of process of this container and say what was found."""
    parser = argparse.ArgumentParser(prog="python -m infra.health", description=__doc__)
    parser.add_argument("kind", choices=["web", *SECONDS])
    kind = parser.parse_args(argv).kind
    wrong = _web() if kind == "web" else _sign_of(kind)
    if kind == "backup":
        wrong = wrong or _last_backup()
    sys.stdout.write(json.dumps({"status": "not ok" if wrong else "ok", "why": wrong}) + "\n")
    return 1 if wrong else 0


def _web() -> str:
    """Whether pages can be served; the host does not matter to this path."""
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/readyz"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=8) as answer:
            return "" if answer.status == 200 else f"/readyz answers {answer.status}"
    except urllib.error.HTTPError as error:
        return f"/readyz answers {error.code}"
    except OSError as error:
        return f"no answer: {type(error).__name__}"


def _sign_of(kind: str) -> str:
    """Whether its sign of life (config.alive) is young."""
    age = _age(_alive(kind))
    if age is None:
        return "no sign of life yet"
    return "" if age < SECONDS[kind] else f"no sign of life for {age:.0f} s"


def _last_backup() -> str:
    """Whether a backup has gone well within the last night; before the first one, how long it may take."""
    age = _age(_alive("backup-done"))
    if age is None:
        age = _age(_alive("backup-begun"))
    return "" if age is None or age < BACKUP_HOURS * 3600 else f"no backup for {age / 3600:.0f} h"


def _alive(name: str) -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var") / "alive" / name


def _age(file: Path) -> float | None:
    try:
        return time.time() - file.stat().st_mtime
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(main())
