"""The icons of the sprite, by the names that ``frontend/icons.json`` gives them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

from web import assets

NAMES: frozenset[str] = frozenset(
    json.loads((Path(__file__).resolve().parent / "frontend/icons.json").read_text(encoding="utf-8"))
)


@cache
def drawing(name: str) -> SafeString:
    """The icon as decoration: a word always stands beside it. Raises ValueError for an unknown name."""
    if name not in NAMES:
        raise ValueError(f"There is no icon “{name}”; frontend/icons.json names them all.")
    return format_html(
        '<svg class="rn-ic" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        assets.address(assets.SPRITE),
        name,
    )
