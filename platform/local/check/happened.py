"""What Napajoki held and counted in 2024, read from the page on which its coordinator reads it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from local.check.round_trip import NAPAJOKI, NEIGHBOUR
from local.check.visits import at, signed_in
from local.stack import Stack

_ROW = re.compile(r"<tr>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", re.DOTALL)
_FIGURE = re.compile(r"<span class=\"rn-tile__fig\">(.*?)</span>", re.DOTALL)
_LAST = re.compile(r"<td class=\"rn-r rn-strong\">(.*?)</td>", re.DOTALL)


def figures(stack: Stack) -> dict[str, Any]:
    """Times, heads and types or places, by the key of each kind; food by what was handed out."""
    satu = signed_in(stack, NEIGHBOUR)
    text = at(satu, stack, NAPAJOKI, "/coordinate/counts/?year=2024").expect(200).text
    groups, events, gigs = (_of(text, kind) for kind in ("group_session", "event", "gig"))
    before = at(satu, stack, NAPAJOKI, "/coordinate/counts/?year=2023").expect(200).text
    dialogues, earlier = (_of(page, "dialogue")[:1] for page in (text, before))
    house = at(satu, stack, NAPAJOKI, "/coordinate/premises/year/?year=2024").expect(200).text
    placed = at(satu, stack, NAPAJOKI, "/coordinate/placements/?year=2024").expect(200).text
    return {
        "groups": groups,
        "events": events[:2],
        "gigs": gigs,
        "food": _of(text, "food")[:3],
        "dialogues": {"since_2023": sum([*dialogues, *earlier]), "2024": sum(dialogues)},
        "premises": _tiles(house),
        "students": next(iter(_tiles(placed)), 0),
    }


def _tiles(text: str) -> list[int]:
    """The figures of a page's first tiles."""
    tiles = text.partition('class="rn-tiles"')[2].partition("<section")[0]
    return [_number(figure) for figure in _FIGURE.findall(tiles)]


def _of(text: str, kind: str) -> list[int]:
    """The year of what was held, then of what was counted, then the first number of the note beside it."""
    part = text.partition(f'id="{kind}"')[2].partition("</table>")[0]
    rows = _ROW.findall(part)
    years = [_number(cell) for _label, cells in rows for cell in _LAST.findall(cells)]
    return [*years, _number(rows[0][0])] if rows else []


def _number(html: str) -> int:
    """The first number of a piece of a page; 0 where there is none."""
    digits = re.search(r"\d[\d\s]*", unescape(re.sub(r"<[^>]*>", " ", html)))
    return int(re.sub(r"\s", "", digits.group())) if digits else 0
