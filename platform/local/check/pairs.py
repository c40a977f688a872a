"""Karjalanranta's support pairs: how many in each state, and that clients stand on their page alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from local.browser import Unexpected
from local.check.visits import at, signed_in
from local.federation.names import CLIENT
from local.stack import Stack

KARJALANRANTA = "karjalanranta"
IN_CHARGE = "paivi.turtola@example.org"
FOLDERS = ("mail", "sms", "log", "redis")


def states(stack: Stack) -> dict[str, int]:
    """Pairs by state, as their list shows them."""
    page = at(signed_in(stack, IN_CHARGE), stack, KARJALANRANTA, "/coordinate/pairs/").expect(200)
    found = Counter(re.findall(r'data-pair-state="([a-z_]+)"', page.text))
    return dict(sorted(found.items()))


def marker_found(stack: Stack, *, folder: Path) -> int:
    """Where the name of a client stands in clear: rows of the database, mails, messages, logs and jobs.

    Raises Unexpected where it does not stand on the page of their pair, for then it was not looked for.
    """
    paivi = signed_in(stack, IN_CHARGE)
    listed = at(paivi, stack, KARJALANRANTA, "/coordinate/pairs/").expect(200)
    pages = dict.fromkeys(re.findall(r'href="(/coordinate/pairs/[0-9a-f-]{36}/)"', listed.text))
    if not any(CLIENT in at(paivi, stack, KARJALANRANTA, page).expect(200).text for page in pages):
        raise Unexpected("The client whom the check looks for stands on no page of a pair.")
    file = folder / "marker.json"
    stack.manage("demo_marker", CLIENT, str(file))
    rows = int(json.loads(file.read_text(encoding="utf-8"))["rows"])
    return rows + sum(_files_with(stack.var_dir / name) for name in FOLDERS) + (CLIENT in listed.text)


def _files_with(folder: Path) -> int:
    words = (CLIENT.encode(), CLIENT.lower().encode())
    return sum(
        any(word in content for word in words)
        for content in (file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
    )
