"""The rows of a file between its upload and the job: packed small, and read back as they were."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from web.sheets.tables import Cell, Row


def pack(rows: Iterable[Row]) -> bytes:
    """Rows as they are kept."""
    plain = [[row.number, cells_as_json(row.cells)] for row in rows]
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), level=6)


def unpack(kept: bytes | memoryview | None) -> Iterator[Row]:
    """The rows again."""
    if kept:
        for number, cells in json.loads(zlib.decompress(bytes(kept))):
            yield Row(number, cells_of_json(cells))


def cells_as_json(cells: Iterable[Cell]) -> list[Any]:
    """Cells as JSON has them: a day is not a text that looks like one."""
    return [{"day": _day(cell).isoformat()} if isinstance(cell, date) else cell for cell in cells]


def cells_of_json(cells: Sequence[Any]) -> list[Cell]:
    """The cells again."""
    return [date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell for cell in cells]


def _day(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell
