"""Placeholders: words in braces that are filled with plain text, as in “Your shift {when}”."""

import re
from collections.abc import Collection, Mapping

_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown_in(text: str, *, names: Collection[str]) -> list[str]:
    """What stands in braces and is none of the names, in the order of the text."""
    return [found for found in _PLACE.findall(text) if found not in names]


def has_lone_brace(text: str) -> bool:
    """Whether a brace has lost the other one: what was meant to be filled would be sent as it stands."""
    rest = _PLACE.sub("", text)
    return "{" in rest or "}" in rest


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; what is filled in is never read as a placeholder again."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def paragraphs(text: str) -> list[str]:
    """What stands between empty lines."""
    parts = text.replace("\r\n", "\n").split("\n\n")
    return [part.strip() for part in parts if part.strip()]
