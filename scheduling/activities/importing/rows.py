"""From cells to what a row says. Every row that is wrong says what to do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from scheduling.activities.errors import BasisMissing
from scheduling.activities.importing.columns import MEASURES, kinds, methods
from scheduling.activities.services.outcomes import WITH_BASIS
from scheduling.hours.importing.cards import time_of
from scheduling.hours.importing.rows import MAX_HEADS, Wrong, day_of_cell
from scheduling.hours.models import Method
from volunteers.register.importing.cells import text
from volunteers.register.models import GrantTarget
from web.sheets.headers import Header
from web.sheets.tables import Cell, Row

NAME, BASIS = 200, 300
_YES = frozenset({"x", "1", "yes", "true", "kyllä", "k", "on", "oma", "ja", "j", "own", "egen"})
_NO = frozenset({"0", "no", "false", "ei", "e", "nej", "n"})


@dataclass(frozen=True)
class Reading:
    """How a file is read: where its columns are, the day, and words by what they mean."""

    header: Header
    today: date
    kinds: Mapping[str, str]
    methods: Mapping[str, str]
    targets: Mapping[str, GrantTarget]

    @classmethod
    def of(cls, header: Header, *, today: date) -> "Reading":
        """With the words of all languages."""
        targets = {
            name.casefold(): target
            for target in GrantTarget.objects.order_by("is_active", "pk")
            for name in (target.name_en, target.name_sv, target.name_fi, target.code)
            if name
        }
        return cls(header, today, kinds(), methods(), targets)


@dataclass
class Said:
    """What a row says: a day, a name, perhaps a kind and a place, and its numbers by column."""

    row: Row
    day: date | None = None
    kind: str = ""
    name: str = ""
    site: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    method: str = Method.COUNTED
    basis: str = ""
    organisation: str = ""
    purpose: str = ""
    starts: time | None = None
    ends: time | None = None
    own: bool = False
    grant_target: GrantTarget | None = None
    problems: list[str] = field(default_factory=list)


def read_row(row: Row, reading: Reading) -> Said:
    """One row; what is wrong with it is told in `problems`."""
    said = Said(row)

    def take(column: str, meaning: Callable[[Cell], Any], default: Any) -> Any:
        place = reading.header.places.get(column)
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        if text(cell) == "":
            return default
        try:
            return meaning(cell)
        except Wrong as wrong:
            said.problems.append(f"{reading.header.written[column]}: {wrong}")
            return default

    said.day = take("date", lambda cell: day_of_cell(cell, reading.today), None)
    said.kind = take("kind", lambda cell: _word(cell, reading.kinds), "")
    said.name = take("name", lambda cell: text(cell)[:NAME], "")
    said.site = take("site", lambda cell: text(cell)[:NAME], "")
    said.method = take("method", lambda cell: _word(cell, reading.methods), Method.COUNTED)
    said.basis = take("basis", lambda cell: text(cell)[:BASIS], "")
    said.organisation = take("organisation", lambda cell: text(cell)[:NAME], "")
    said.purpose = take("purpose", lambda cell: text(cell)[:NAME], "")
    said.starts, said.ends = take("starts", _clock, None), take("ends", _clock, None)
    said.grant_target = take("grant_target", lambda cell: _target(cell, reading.targets), None)
    said.own = take("own", _yes, False)
    for column in ("number", *MEASURES):
        number = take(column, _whole, None)
        if number is not None:
            said.numbers[column] = number
    if not said.problems:
        said.problems += _missing(said, row.cells, reading.header.width)
    return said


def _missing(said: Said, cells: Sequence[Cell], width: int) -> list[str]:
    if any(cell not in {None, ""} for cell in cells[width:]):
        return [_("The row has more cells than the header. Look for a separator inside a text.")]
    found = []
    if said.day is None:
        found.append(_("The date is missing."))
    if not said.name:
        found.append(_("The name is missing: of the group, the event or the place."))
    if not said.numbers:
        found.append(_("The number is missing. 0 says that nobody came."))
    if said.method in WITH_BASIS and not said.basis:
        found.append(str(BasisMissing()))
    return found


def _word(cell: Cell, words: Mapping[str, str]) -> str:
    found = words.get(text(cell).casefold())
    if found is None:
        raise Wrong(_("“%(text)s” is not known here.") % {"text": text(cell)[:40]})
    return found


def _clock(cell: Cell) -> time:
    """A time of day; a spreadsheet may have a whole moment in the cell."""
    return cell.time() if isinstance(cell, datetime) else time_of(cell)


def _target(cell: Cell, targets: Mapping[str, GrantTarget]) -> GrantTarget:
    found = targets.get(text(cell).casefold())
    if found is None:
        raise Wrong(_("There is no grant target “%(name)s”.") % {"name": text(cell)[:60]})
    return found


def _yes(cell: Cell) -> bool:
    word = text(cell).casefold()
    if word not in _YES | _NO:
        raise Wrong(_("“%(text)s” is neither yes nor no.") % {"text": text(cell)[:40]})
    return word in _YES


def _whole(cell: Cell) -> int:
    """A number that may have blanks between its thousands."""
    digits = "".join(text(cell).split())
    if not (digits.isascii() and digits.isdecimal()) or int(digits) > MAX_HEADS:
        raise Wrong(_("A number is whole, from 0 to %(most)s.") % {"most": MAX_HEADS})
    return int(digits)
