"""Somebody is erased by a coordinator: nothing tells of them any more, and every hour is still there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from local.browser import Unexpected
from local.check.round_trip import NAPAJOKI, NEIGHBOUR
from local.check.visits import at, signed_in
from local.stack import Stack


@dataclass(frozen=True)
class Outcome:
    """What is left."""

    rows_left: int
    hours: int
    unchanged: bool


def run(stack: Stack, *, folder: Path) -> Outcome:
    """Erase who gave many hours in 2024. Raises Unexpected where a page answers otherwise than it should."""
    file = folder / "erased.json"
    stack.manage("demo_erased", NAPAJOKI, str(file))
    chosen = json.loads(file.read_text(encoding="utf-8"))
    if not chosen["rows"]:
        raise Unexpected("Nothing tells of the one who is to be erased.")
    satu = signed_in(stack, NEIGHBOUR)
    path = f"/coordinate/people/{chosen['uuid']}/erase/"
    at(satu, stack, NAPAJOKI, path).expect(200)
    satu.post(stack.url(NAPAJOKI, path), {"typed_name": chosen["name"]}).expect(200)
    at(satu, stack, NAPAJOKI, f"/coordinate/people/{chosen['uuid']}/").expect(404)
    stack.manage("demo_erased", NAPAJOKI, str(file), "--after")
    left = json.loads(file.read_text(encoding="utf-8"))
    same = ("hours", "people", "wrong")
    return Outcome(
        rows_left=left["rows_left"],
        hours=left["hours"],
        unchanged=[left[key] for key in same] == [chosen[key] for key in same],
    )
