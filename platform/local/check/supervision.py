"""How supervision stands at Napajoki, as its page says."""

from __future__ import annotations

import re

from local.browser import Unexpected
from local.check.round_trip import NAPAJOKI, NEIGHBOUR
from local.check.visits import at, signed_in
from local.stack import Stack

_FIGURES = ("coverage", "overdue", "blocked")


def standing(stack: Stack) -> dict[str, int]:
    """Per cent of people in order, how many are late, and how many of these get no new shifts."""
    page = at(signed_in(stack, NEIGHBOUR), stack, NAPAJOKI, "/coordinate/supervision/").expect(200)
    found = {name: re.search(rf'data-{name}="(\d+)"', page.text) for name in _FIGURES}
    if None in found.values():
        raise Unexpected("The page of supervision shows no figures.")
    return {name: int(each[1]) for name, each in found.items() if each}
