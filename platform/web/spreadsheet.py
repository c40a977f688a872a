"""Cells of what we hand out for spreadsheets: a text stays a text, and is read back as it was.

A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula, which can
send what stands beside it anywhere. A quote before it says that it is text; importers of ours take the quote
away again. Numbers with their sign and telephone numbers are no formulas and stay as they are.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_HARMLESS = re.compile(r"[+\-]?\d+(?:[.,]\d+)?|\+\d[\d ]*\d")
_QUOTED = re.compile(r"'(?=(?:\s*[=+\-@＝＋－＠])|[\t\r\n])")


def neutral(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def plain(text: str) -> str:
    """The text that `neutral` was given."""
    return _QUOTED.sub("", text, count=1) if text.startswith("'") else text
