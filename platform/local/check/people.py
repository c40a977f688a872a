"""Finding somebody of the register whose name one has mistyped."""

from __future__ import annotations

from urllib.parse import quote

from local.check.round_trip import NAPAJOKI, NEIGHBOUR
from local.check.visits import at, signed_in
from local.stack import Stack


def found_with_typo(stack: Stack) -> bool:
    """Whether Napajoki's coordinator finds the first person with a long name, two letters of it swapped."""
    satu = signed_in(stack, NEIGHBOUR)
    rows = at(satu, stack, NAPAJOKI, "/api/v1/people/?page_size=200").expect(200).json["results"]
    person = next(row for row in rows if len(row["family_name"]) > 6)
    page = at(satu, stack, NAPAJOKI, f"/coordinate/people/?q={quote(mistyped(person['family_name']))}")
    return person["uuid"] in page.expect(200).text


def mistyped(name: str) -> str:
    """The fourth and fifth letter swapped; doubled where they are the same."""
    if name[3] == name[4]:
        return f"{name[:4]}{name[3:]}"
    return f"{name[:3]}{name[4]}{name[3]}{name[5:]}"
