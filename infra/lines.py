"""Log lines in the shape of the platform's own (tenants.logs), for commands that load no settings."""

from __future__ import annotations

import json
import sys
import time


def say(event: str, *, level: str = "info", **fields: object) -> None:
    """One JSON object on standard error."""
    at = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
    line = {"at": at, "level": level, "logger": "rinnalla.infra", "event": event, **fields}
    sys.stderr.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    sys.stderr.flush()
