"""From the bytes of a CSV or XLSX file to rows of cells, within bounds of size, and nothing trusted.

A workbook is looked over as a stream before it is opened (workbook.py); its XML is then read by defusedxml.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import IO

import openpyxl

from web import spreadsheet
from web.sheets import workbook
from web.sheets.refusals import (
    MAX_ROWS,
    MEGABYTES,
    FileRefused,
    NotATable,
    WrongEncoding,
    WrongKind,
    too_large,
)

MAX_BYTES = MEGABYTES * 1024 * 1024
MAX_COLUMNS = 100
TITLES = 10
# A row of a table is some hundred signs; its cells together may be this long.
MAX_ROW = 256 * 1024
# What people choose by mistake, by its first bytes: old Excel, PDF, pictures, archives.
OTHER_KINDS = (
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc",
    b"{\\rtf",
    b"MZ",
    b"\x7fELF",
)
NAMES = (".csv", ".tsv", ".txt", ".xlsx")

Cell = str | int | float | date | datetime | None

_SEPARATORS = ",;\t"
# What is left when UTF-8 was once taken for Latin-1 and saved again: “Ã¤” in place of “ä”.
_BROKEN = re.compile("[ÃÂ][\u0080-\u00bf]|â\u0080|â€")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Row:
    """A row with its number as a spreadsheet counts it."""

    number: int
    cells: Sequence[Cell]


def read(*, file: IO[bytes], recognised: Callable[[Sequence[str]], int]) -> list[Row]:
    """All rows that are not empty, the header first. `recognised` counts the known names in a header.

    Raises FileTooLarge, WrongEncoding, WrongKind or NotATable.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise too_large()
    if content.startswith(OTHER_KINDS):
        raise WrongKind
    rows = _workbook(content) if content.startswith(b"PK\x03\x04") else _text(content, recognised)
    found: list[Row] = []
    for row in rows:
        if not any(cell not in {None, ""} for cell in row.cells):
            continue
        if len(found) > MAX_ROWS:
            raise too_large()
        found.append(row)
    return found


def check_name(name: str) -> None:
    """Whether a file may be what its name says. Raises WrongKind."""
    if not name.lower().endswith(NAMES):
        raise WrongKind


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text) or _BROKEN.search(text):
            break
        return text
    raise WrongEncoding


class _Lines:
    """The lines of a text for the reader of CSV, which may join any number of them into one row."""

    def __init__(self, text: str) -> None:
        self._lines = iter(io.StringIO(text, newline=""))
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._length += len(line)
            if self._length > MAX_ROW:
                raise too_large()
            yield line

    def row_ends(self) -> None:
        """The next row begins."""
        self._length = 0


def _text(content: bytes, recognised: Callable[[Sequence[str]], int]) -> Iterator[Row]:
    text = _decoded(content)
    told = (line.rstrip("\n") for line in io.StringIO(text, newline=None) if line.strip())
    # The header may stand under a title.
    firsts = list(islice(told, TITLES)) or [""]
    if any(len(line) > MAX_ROW for line in firsts):
        raise too_large()
    try:
        # Of those that tell as many known names, the one that tells the most columns.
        headers = {
            each: [next(csv.reader([line], delimiter=each), []) for line in firsts] for each in _SEPARATORS
        }
        separator = max(
            _SEPARATORS, key=lambda each: (max(map(recognised, headers[each])), len(headers[each][0]))
        )
        lines = _Lines(text)
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), 1):
            if number > MAX_ROWS * 2:  # empty ones
                raise too_large()
            lines.row_ends()
            yield Row(number, [spreadsheet.plain(cell.strip()) for cell in cells[: MAX_COLUMNS + 1]])
    except csv.Error as error:
        raise NotATable from error


def _workbook(content: bytes) -> Iterator[Row]:
    try:
        workbook.look_over(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        # A last row that claims a number far below is not walked to.
        last = MAX_ROWS * 2
        for number, cells in enumerate(
            sheet.iter_rows(max_row=last + 1, max_col=MAX_COLUMNS + 1, values_only=True), 1
        ):
            if number > last:
                raise too_large()
            yield Row(number, [_value(cell) for cell in cells])
    except FileRefused:
        raise
    except Exception as error:  # openpyxl says in a dozen ways that a workbook is broken
        raise NotATable from error


def _value(cell: object) -> Cell:
    if isinstance(cell, str):
        if _CONTROL.search(cell):
            raise WrongEncoding
        return spreadsheet.plain(cell.strip())
    if cell is None or isinstance(cell, int | float | date):
        return cell
    return str(cell)
