"""How far those have come who applied at Napajoki, as its board says."""

from __future__ import annotations

import re

from local.browser import Unexpected
from local.check.round_trip import NAPAJOKI, NEIGHBOUR
from local.check.visits import at, signed_in
from local.stack import Stack

_STEPS = ("submitted", "replied", "interviewed", "accepted", "active")


def funnel(stack: Stack, *, year: int) -> dict[str, int]:
    """The counts of a year's applications, step by step."""
    page = at(signed_in(stack, NEIGHBOUR), stack, NAPAJOKI, f"/coordinate/applications/?year={year}").expect(
        200
    )
    counts = {step: re.search(rf'data-{step}="(\d+)"', page.text) for step in _STEPS}
    if None in counts.values():
        raise Unexpected("The board of applications shows no figures.")
    return {step: int(found[1]) for step, found in counts.items() if found}
