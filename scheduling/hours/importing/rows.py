"""From cells to what a row means. Every row that is wrong is named, with the column and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import IO, Any

from django.utils.translation import gettext as _

from scheduling.hours.importing import columns
from scheduling.hours.importing.cells import MAX_HEADS, Wrong, day_of, heads_of, number_of
from scheduling.hours.importing.problems import Problem, RowsRefused
from web.sheets import tables
from web.sheets.headers import Header
from web.sheets.refusals import NoRows
from web.sheets.tables import Cell, Row

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Occasion:
    """One row: heads and exact minutes of one occasion."""

    row: int
    external_id: str
    local_date: date
    minutes: int
    heads: int
    places: int | None
    label: str


@dataclass(frozen=True)
class Export:
    """A whole file without a fault."""

    occasions: list[Occasion]
    left_out: list[str]

    @property
    def heads(self) -> int:
        """Attendances."""
        return sum(each.heads for each in self.occasions)

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded row by row."""
        return sum(each.minutes for each in self.occasions)

    @property
    def overfull(self) -> list[Occasion]:
        """Those with more people than places: allowed, and said."""
        return [each for each in self.occasions if each.places is not None and each.heads > each.places]

    @property
    def first_day(self) -> date:
        """The earliest day."""
        return min(each.local_date for each in self.occasions)

    @property
    def last_day(self) -> date:
        """The latest day."""
        return max(each.local_date for each in self.occasions)


def parse(*, file: IO[bytes], today: date) -> Export:
    """Read a file and check all of its rows.

    Raises FileTooLarge, WrongEncoding, NotATable, MissingColumns, NoRows, or RowsRefused with every bad row.
    """
    rows = tables.read(file=file, recognised=columns.COLUMNS.recognised)
    if not rows:
        raise NoRows
    header = columns.COLUMNS.header([str(cell if cell is not None else "") for cell in rows[0].cells])
    if len(rows) == 1:
        raise NoRows
    problems: list[Problem] = []
    occasions = []
    seen: dict[str, int] = {}
    for row in rows[1:]:
        occasion = _occasion(row, header, today, problems)
        if occasion is None:
            continue
        if (before := seen.setdefault(occasion.external_id, row.number)) != row.number:
            text = _("The shift is in row %(row)s already. Remove one of them.") % {"row": before}
            problems.append(Problem(row.number, header.written["shift_id"], text))
        occasions.append(occasion)
    if problems:
        raise RowsRefused(problems=problems)
    return Export(occasions=occasions, left_out=header.left_out)


def _occasion(row: Row, header: Header, today: date, problems: list[Problem]) -> Occasion | None:
    known = len(problems)
    if any(cell not in {None, ""} for cell in row.cells[header.width :]):
        text = _("The row has more cells than the header. Look for a separator inside a text.")
        problems.append(Problem(row.number, "", text))
        return None

    def take(column: str, meaning: Callable[[Cell], Any], default: Any = None) -> Any:
        place = header.places.get(column)
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        if cell in {None, ""}:
            if column in columns.REQUIRED:
                problems.append(
                    Problem(row.number, header.written[column], _("The cell is empty. Fill it in."))
                )
            return default
        try:
            return meaning(cell)
        except Wrong as wrong:
            problems.append(Problem(row.number, header.written[column], str(wrong)))
            return default

    day = take("date", lambda cell: day_of(cell, today))
    external_id = take("shift_id", _identifier, "")
    minutes = take("volunteer_hours", _minutes, 0)
    heads = take("attended", heads_of, 0)
    places = take("demand", heads_of)
    label = take("event_name", lambda cell: str(cell)[:200], "")
    if len(problems) == known:
        where = (row.number, header.written["volunteer_hours"])
        problems.extend(Problem(*where, text) for text in _together(minutes, heads))
    if len(problems) > known:
        return None
    return Occasion(row.number, external_id, day, minutes, heads, places, label)


def _together(minutes: int, heads: int) -> Sequence[str]:
    if minutes and not heads:
        return [_("There are hours, but nobody attended. Correct one of the two.")]
    if minutes > heads * MINUTES_A_DAY:
        return [_("These are more than 24 hours for each person. Correct the hours or the people.")]
    return []


def _minutes(cell: Cell) -> int:
    try:
        hours = number_of(cell)
    except InvalidOperation:
        text = _("“%(text)s” is no number of hours. Write it as 2.5 or 2,5.")
        raise Wrong(text % {"text": str(cell)[:40]}) from None
    if hours < 0:
        raise Wrong(_("Hours cannot be less than 0."))
    if hours > MAX_HEADS * 24:
        raise Wrong(_("This is more than anybody can do. Check the hours."))
    return int((hours * 60).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _identifier(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if len(text) > 80:
        raise Wrong(_("An identifier has at most 80 characters."))
    return text
