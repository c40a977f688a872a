"""Reading a table of shifts, CSV or XLSX: a row for each, in any order of columns."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, tzinfo
from typing import IO, Any

from django.utils.translation import gettext as _

from scheduling.feeds.schedules import refusals
from scheduling.feeds.schedules.items import (
    AHEAD,
    DESCRIPTION,
    MOST_SHIFTS,
    TITLE,
    Found,
    Item,
    Problem,
    identifier,
    of_content,
)
from scheduling.shifts.local_times import stretch
from web.errors import DomainError
from web.sheets import tables
from web.sheets.refusals import NoRows
from web.sheets.tables import Cell, Row

NAMES: dict[str, tuple[str, ...]] = {
    "day": ("day", "date", "päivä", "päivämäärä", "pvm", "dag", "datum"),
    "start": ("start", "starts", "from", "alkaa", "alku", "klo", "börjar", "start tid", "starttid"),
    "end": ("end", "ends", "until", "to", "päättyy", "loppu", "loppuu", "slutar", "slut", "sluttid"),
    "title": ("title", "name", "summary", "otsikko", "nimi", "titel", "rubrik", "namn"),
    "places": ("places", "people", "paikat", "paikkoja", "henkilöitä", "platser", "personer"),
    "description": ("description", "kuvaus", "lisätiedot", "beskrivning"),
    "uid": ("identifier", "id", "uid", "tunniste", "tunnus", "identifierare"),
}
# With what each is called in the three languages.
REQUIRED = {"day": "päivä / dag / day", "start": "alkaa / börjar / start", "end": "päättyy / slutar / end"}
MOST_PLACES = 500
_BY_NAME = {name: column for column, names in NAMES.items() for name in names}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2})(?::\d{2})?)?")


class _Wrong(Exception):
    """A row that cannot become a shift; says why."""


def _known(name: object) -> str | None:
    return _BY_NAME.get(re.sub(r"[\s_\-]+", " ", str(name if name is not None else "").strip().casefold()))


def recognised(names: Sequence[str]) -> int:
    """How many of these are columns that we know."""
    return len({column for name in names if (column := _known(name))})


def read(file: IO[bytes], *, zone: tzinfo, now: datetime) -> Found:
    """All rows that lie ahead. Raises a FileRefused."""
    rows = tables.read(file=file, recognised=recognised)
    if len(rows) < 2:
        raise NoRows
    columns: dict[str, int] = {}
    for place, cell in enumerate(rows[0].cells):
        if (column := _known(cell)) is not None:
            columns.setdefault(column, place)
    if missing := [said for name, said in REQUIRED.items() if name not in columns]:
        raise refusals.ColumnsMissing(missing=", ".join(missing))
    if len(rows) - 1 > MOST_SHIFTS:
        raise refusals.TooManyShifts(most=MOST_SHIFTS)
    found, seen = Found(), dict[str, int]()
    for row in rows[1:]:
        try:
            item = _item(row, columns, zone=zone, now=now)
            if (before := seen.setdefault(item.uid, row.number)) != row.number:
                raise _Wrong(_("The same shift is in row %(row)s already.") % {"row": before})
        except _Wrong as wrong:
            found.problems.append(Problem(_("Row %(row)s") % {"row": row.number}, str(wrong)))
            continue
        if item.ends_at > now:
            found.items.append(item)
    found.items.sort(key=lambda item: (item.starts_at, item.uid))
    return found


def _item(row: Row, columns: dict[str, int], *, zone: tzinfo, now: datetime) -> Item:
    def take(column: str, meaning: Callable[[Cell], Any], default: Any = None) -> Any:
        place = columns.get(column)
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        if cell is None or cell == "":
            if column in REQUIRED:
                raise _Wrong(_("The day, the start and the end must be filled in."))
            return default
        return meaning(cell)

    day, start, end = take("day", _day), take("start", _time), take("end", _time)
    try:
        starts_at, ends_at = stretch(day, start, end, zone=zone)
    except DomainError as refusal:
        raise _Wrong(str(refusal)) from None
    if starts_at > now + AHEAD:
        raise _Wrong(_("It is more than two years ahead."))
    title = take("title", lambda cell: str(cell)[:TITLE], "")
    return Item(
        uid=take("uid", lambda cell: identifier(_plain(cell)), "") or of_content(starts_at, title),
        starts_at=starts_at,
        ends_at=ends_at,
        title=title,
        description=take("description", lambda cell: str(cell)[:DESCRIPTION], ""),
        places=take("places", _places),
    )


def _plain(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = _DAY.fullmatch(str(cell).strip())
    try:
        if match is not None:
            year, month, day, *written = match.groups()
            parts = (year, month, day) if year else reversed(written)
            return date(*(int(part) for part in parts))
    except ValueError:
        pass
    raise _Wrong(_("“%(text)s” is no date. Write it as 2025-02-04 or 4.2.2025.") % {"text": str(cell)[:40]})


def _time(cell: Cell) -> time:
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, float) and 0 <= cell < 1:  # a part of a day, as spreadsheets keep times
        return time(*divmod(min(round(cell * 24 * 60), 24 * 60 - 1), 60))
    match = _TIME.fullmatch(_plain(cell).strip())
    try:
        if match is not None:
            return time(int(match[1]) % 24 if match[1] == "24" else int(match[1]), int(match[2] or 0))
    except ValueError:
        pass
    raise _Wrong(_("“%(text)s” is no time. Write it as 17:30.") % {"text": str(cell)[:40]})


def _places(cell: Cell) -> int:
    text = _plain(cell).strip()
    if text.isdecimal() and 1 <= int(text[:6]) <= MOST_PLACES:
        return int(text)
    raise _Wrong(_("The number of places is whole, from 1 to %(most)s.") % {"most": MOST_PLACES})
