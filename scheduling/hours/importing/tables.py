"""From the bytes of a CSV or XLSX file to rows of cells, within bounds of size, and nothing trusted.

A compressed workbook says how large its parts are, and zipfile reads no byte beyond that; so looking at the
directory first is enough to keep a small file from becoming a large one. Its XML is read by defusedxml.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

import openpyxl

from scheduling.hours.importing.problems import FileRefused, FileTooLarge, NotATable, WrongEncoding

MEGABYTES = 10
MAX_BYTES = MEGABYTES * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
# A workbook's parts when they are unpacked.
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 500

Cell = str | int | float | date | datetime | None

_SEPARATORS = ",;\t"
# What is left when UTF-8 was once taken for Latin-1 and saved again: “Ã¤” in place of “ä”.
_BROKEN = re.compile("[ÃÂ][\u0080-\u00bf]|â\u0080|â€")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Exports put a quote before what a spreadsheet would run.
_QUOTED = re.compile(r"^'(?=[=+\-@\t\r])")


@dataclass(frozen=True)
class Row:
    """A row with its number as a spreadsheet counts it."""

    number: int
    cells: Sequence[Cell]


def read(*, file: IO[bytes], recognised: Callable[[Sequence[str]], int]) -> list[Row]:
    """All rows that are not empty, the header first. `recognised` counts the known names in a header.

    Raises FileTooLarge, WrongEncoding or NotATable.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise too_large()
    rows = _workbook(content) if content.startswith(b"PK\x03\x04") else _text(content, recognised)
    found: list[Row] = []
    for row in rows:
        if not any(cell not in {None, ""} for cell in row.cells):
            continue
        if len(found) > MAX_ROWS:
            raise too_large()
        found.append(row)
    return found


def too_large() -> FileTooLarge:
    """The refusal that names the bounds."""
    return FileTooLarge(megabytes=MEGABYTES, rows=f"{MAX_ROWS:,}".replace(",", "\u00a0"))


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


def _text(content: bytes, recognised: Callable[[Sequence[str]], int]) -> Iterator[Row]:
    text = _decoded(content)
    first = next((line for line in io.StringIO(text, newline=None) if line.strip()), "").rstrip("\n")
    try:
        separator = max(
            _SEPARATORS, key=lambda each: recognised(next(csv.reader([first], delimiter=each), []))
        )
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            yield Row(number, [_QUOTED.sub("", cell.strip()) for cell in cells[: MAX_COLUMNS + 1]])
    except csv.Error as error:
        raise NotATable from error


def _workbook(content: bytes) -> Iterator[Row]:
    try:
        _look_at_parts(content)
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


def _look_at_parts(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_large()


def _value(cell: object) -> Cell:
    if isinstance(cell, str):
        return _QUOTED.sub("", cell.strip())
    if cell is None or isinstance(cell, int | float | date):
        return cell
    return str(cell)
