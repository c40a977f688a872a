"""The texts of the agreement, by version and language."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CURRENT = "2025-2"
_FOLDER = Path(__file__).with_name("texts")


@dataclass(frozen=True)
class Part:
    """A heading with its paragraphs."""

    title: str
    paragraphs: list[str]


@cache
def text(version: str, language: str) -> str:
    """A version's text as it is hashed. Raises FileNotFoundError."""
    return (_FOLDER / f"{version}.{language}.txt").read_text(encoding="utf-8")


@cache
def text_hash(version: str, language: str) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return hashlib.sha256(text(version, language).encode()).hexdigest()


def parts(version: str, language: str) -> list[Part]:
    """The text as it is shown."""
    found = []
    for block in text(version, language).split("# ")[1:]:
        title, _line, rest = block.partition("\n")
        paragraphs = [each.strip() for each in rest.split("\n\n") if each.strip()]
        found.append(Part(title=title, paragraphs=paragraphs))
    return found
