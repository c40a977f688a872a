"""From cells to what a row means. Every row that is wrong is named, with the column and what to do."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import IO, Any, Literal

from django.utils.translation import gettext as _

from scheduling.hours.importing.columns import COLUMNS
from web import formats
from web.sheets import tables
from web.sheets.headers import Header, texts
from web.sheets.refusals import NoRows
from web.sheets.tables import Cell, Row

OLDEST = date(2000, 1, 1)
MAX_HEADS = 100_000
MINUTES_A_DAY = 24 * 60

_DATE = re.compile(
    r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})"
)
_BLANKS = re.compile(r"[\s\u00a0\u202f]")
What = Literal["new", "known", "wrong"]
# Its number, its cells, and everything that is wrong with it.
WrongRow = tuple[int, Sequence[Cell], Sequence[str]]


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


@dataclass(frozen=True, slots=True)
class Line:
    """A row and what is to become of it. Only of a wrong one it may not be known what it means."""

    row: Row
    what: What
    occasion: Occasion | None
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class Look:
    """A whole file. Where a needed column is not found there are no lines."""

    header: list[str]
    places: Mapping[str, int]
    missing: list[str]
    not_kept: list[str]
    lines: list[Line]

    def of(self, what: What) -> list[Line]:
        """The rows of which this becomes."""
        return [line for line in self.lines if line.what == what]

    @property
    def wrong_rows(self) -> list[WrongRow]:
        """The rows that do not come in."""
        return [(line.row.number, line.row.cells, line.problems) for line in self.of("wrong")]

    @property
    def occasions(self) -> list[Occasion]:
        """What would be written down."""
        return [line.occasion for line in self.of("new") if line.occasion is not None]


@dataclass(frozen=True)
class Sums:
    """What occasions are together; there is at least one."""

    occasions: Sequence[Occasion]

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


class Wrong(Exception):
    """A cell that cannot be what its column says."""


def table(*, file: IO[bytes]) -> list[Row]:
    """The rows of a file, its header first. Raises FileTooLarge, WrongEncoding, NotATable or NoRows."""
    rows = tables.read(file=file, recognised=COLUMNS.recognised)
    rows = rows[COLUMNS.starts_at(rows) :]
    if len(rows) < 2:
        raise NoRows
    return rows


def read(rows: Sequence[Row], *, today: date, places: Mapping[str, int] | None = None) -> Look:
    """What all rows say, the header first; its columns are as somebody said, or as they are called."""
    names = texts(rows[0])
    places = COLUMNS.guess(names) if places is None else places
    if missing := COLUMNS.missing(places):
        return Look(names, places, missing, [], [])
    header = COLUMNS.header(names, places)
    seen: dict[str, int] = {}
    return Look(names, places, [], header.left_out, [_line(row, header, today, seen) for row in rows[1:]])


def _line(row: Row, header: Header, today: date, seen: dict[str, int]) -> Line:
    occasion, problems = _occasion(row, header, today)
    if occasion is None:
        return Line(row, "wrong", None, problems)
    if (before := seen.setdefault(occasion.external_id, row.number)) != row.number:
        text = _("The shift is in row %(row)s already. Remove one of them.") % {"row": before}
        return Line(row, "wrong", None, [_of(header, "shift_id", text)])
    return Line(row, "new", occasion)


def _of(header: Header, column: str, text: str) -> str:
    """What is wrong, with the column in which it is, as the file calls it."""
    return f"{header.written[column] or COLUMNS.labels[column]}: {text}"


def _occasion(row: Row, header: Header, today: date) -> tuple[Occasion | None, list[str]]:
    problems: list[str] = []
    if any(cell not in {None, ""} for cell in row.cells[header.width :]):
        return None, [_("The row has more cells than the header. Look for a separator inside a text.")]

    def take(column: str, meaning: Callable[[Cell], Any], default: Any = None) -> Any:
        place = header.places.get(column)
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        if cell in {None, ""}:
            if column in COLUMNS.required:
                problems.append(_of(header, column, _("The cell is empty. Fill it in.")))
            return default
        try:
            return meaning(cell)
        except Wrong as wrong:
            problems.append(_of(header, column, str(wrong)))
            return default

    day = take("date", lambda cell: day_of_cell(cell, today))
    external_id = take("shift_id", _identifier, "")
    minutes = take("volunteer_hours", minutes_of, 0)
    heads = take("attended", _count, 0)
    places = take("demand", _count)
    label = take("event_name", lambda cell: str(cell)[:200], "")
    if not problems:
        problems.extend(_of(header, "volunteer_hours", text) for text in _together(minutes, heads))
    if problems:
        return None, problems
    return Occasion(row.number, external_id, day, minutes, heads, places, label), []


def _together(minutes: int, heads: int) -> Sequence[str]:
    if minutes and not heads:
        return [_("There are hours, but nobody attended. Correct one of the two.")]
    if minutes > heads * MINUTES_A_DAY:
        return [_("These are more than 24 hours for each person. Correct the hours or the people.")]
    return []


def day_of_cell(cell: Cell, today: date) -> date:
    """A day that has come, of this century. Raises Wrong."""
    if isinstance(cell, datetime):
        if cell.time() != time(0):
            raise Wrong(_("Write a date without a time, such as 2025-02-04."))
        cell = cell.date()
    if not isinstance(cell, date):
        cell = written_day(str(cell))
    if cell > today:
        future = _("%(day)s is in the future. Only what was done is imported.")
        raise Wrong(future % {"day": formats.day(cell, weekday=False, year=True)})
    if cell < OLDEST:
        early = _("%(day)s is before the year 2000. Check the year.")
        raise Wrong(early % {"day": formats.day(cell, weekday=False, year=True)})
    return cell


def written_day(text: str) -> date:
    """A day as 2025-02-04 or 4.2.2025. Raises Wrong."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        no_date = _("“%(text)s” is no date. Write it as 2025-02-04 or 4.2.2025.")
        raise Wrong(no_date % {"text": text[:40]})
    year, month, day = (match[name] or match[f"{name}2"] for name in "ymd")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        no_day = _("There is no day %(text)s. Check the date.")
        raise Wrong(no_day % {"text": text[:40]}) from None


def _number(cell: Cell) -> Decimal:
    """A number as people and programs write it; of two different marks the last is the decimal one."""
    if isinstance(cell, bool | date):
        raise InvalidOperation
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    text = _BLANKS.sub("", str(cell))
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        text = text.replace("." if comma > point else ",", "")
    value = Decimal(text.replace(",", "."))
    if not value.is_finite():
        raise InvalidOperation
    return value


def minutes_of(cell: Cell) -> int:
    """Whole minutes of a number of hours. Raises Wrong."""
    try:
        hours = _number(cell)
    except InvalidOperation:
        text = _("“%(text)s” is no number of hours. Write it as 2.5 or 2,5.")
        raise Wrong(text % {"text": str(cell)[:40]}) from None
    if hours < 0:
        raise Wrong(_("Hours cannot be less than 0."))
    if hours > MAX_HEADS * 24:
        raise Wrong(_("This is more than anybody can do. Check the hours."))
    return int((hours * 60).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _count(cell: Cell) -> int:
    try:
        number = _number(cell)
    except InvalidOperation:
        text = _("“%(text)s” is no number of people. Write it as 12.")
        raise Wrong(text % {"text": str(cell)[:40]}) from None
    if number != number.to_integral_value() or not 0 <= number <= MAX_HEADS:
        text = _("A number of people is whole, from 0 to %(most)s.")
        raise Wrong(text % {"most": MAX_HEADS})
    return int(number)


def _identifier(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if len(text) > 80:
        raise Wrong(_("An identifier has at most 80 characters."))
    return text
