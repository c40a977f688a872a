"""Hour cards as people keep them in spreadsheets: what the columns are, and what a cell means.

Two shapes are read: one row for each stretch of time (who, which day, how long or from when to when), and the
card with one row for each person and one column for each day, whose header is the date. Touches no database.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from scheduling.hours.importing import rows
from scheduling.hours.importing.rows import Wrong
from scheduling.hours.models import Kind
from web import formats
from web.sheets.tables import Cell, Row

MINUTES_A_DAY = 24 * 60
# Hours that were rounded to a tenth are the same as from when to when.
ROUNDED = 3
# Above the header there may be a title and whose card it is.
HEADER_WITHIN = 10
LABELS: dict[str, str | Promise] = {
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "full_name": gettext_lazy("Whole name"),
    "email": gettext_lazy("E-mail"),
    "date": pgettext_lazy("column", "Date"),
    "starts": pgettext_lazy("time of day", "From"),
    "ends": pgettext_lazy("time of day", "To"),
    "hours": pgettext_lazy("column", "Hours"),
    "minutes": gettext_lazy("Minutes"),
    "role": pgettext_lazy("column", "Role"),
    "kind": pgettext_lazy("column", "Kind"),
}
# With commas between them.
_NAMES = {
    "given_name": "given name, first name, etunimi, kutsumanimi, förnamn, tilltalsnamn",
    "family_name": "family name, last name, surname, sukunimi, efternamn, släktnamn",
    "full_name": (
        "whole name, full name, name, volunteer, person, nimi, koko nimi, vapaaehtoinen, vapaaehtoisen nimi, "
        "henkilö, tekijä, namn, hela namnet, frivillig, den frivilliga"
    ),
    "email": "e mail, email, mail, sähköposti, sähköpostiosoite, e post, epost, e postadress",
    "date": "date, day, päivä, päivämäärä, pvm, datum, dag",
    "starts": (
        "from, start, starts, start time, begins, alkaen, alku, alkoi, alkoi klo, klo alkaen, aloitus, "
        "alkamisaika, kello alkaen, från, början, började, start kl, börjar"
    ),
    "ends": (
        "to, until, end, ends, end time, päättyen, loppu, päättyi, päättyi klo, asti, lopetus, "
        "päättymisaika, till, slut, slutade, slut kl, slutar"
    ),
    "hours": (
        "hours, time, duration, tunnit, tuntia, tuntimäärä, h, t, kesto, aika, tunnit yhteensä, timmar, tid, "
        "antal timmar, längd"
    ),
    "minutes": "minutes, min, minuutit, minuuttia, minuter, antal minuter",
    "role": (
        "role, task, volunteer role, muoto, vapaaehtoismuoto, tehtävä, rooli, uppdrag, roll, form, uppgift"
    ),
    "kind": "kind, type, laji, tyyppi, tuntilaji, slag, typ",
}
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?")
_DURATION = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")


@dataclass(frozen=True, slots=True)
class Said:
    """What one cell or row says of somebody's time on a day. Without `starts` only how long is known.

    `until` says that it was written from when to when: then the clocks tell how long it was.
    """

    row: int
    name: str
    email: str
    day: date
    minutes: int
    starts: time | None
    role: str
    kind: str
    until: bool = False


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-./:*()’']+", " ", name.casefold()).strip()


@cache
def _by_name() -> dict[str, str]:
    """Every name of a column, and what our own files call it in each language."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {_plain(str(label)): column for column, label in LABELS.items()}
    return found | {_plain(name): column for column, names in _NAMES.items() for name in names.split(", ")}


def recognised(names: Sequence[str]) -> int:
    """How many of these are columns that we know. The days of a card are one; a single day is a cell's."""
    known = {_by_name().get(_plain(name)) for name in names} - {None}
    days = sum(day_of(name) is not None for name in names)
    return len(known) + bool(days > 1 or (days and known))


def header_of(found: Sequence[Row]) -> int:
    """The place of the header among the first rows: the one in which the most columns are known."""
    told = [recognised(names_of(row)) for row in found[:HEADER_WITHIN]]
    return told.index(max(told)) if told else 0


def names_of(row: Row) -> list[str]:
    """A header as texts; a date as 2025-02-04."""
    return [
        "" if cell is None else cell.strftime("%Y-%m-%d") if isinstance(cell, date) else str(cell)[:200]
        for cell in row.cells
    ]


def guess(names: Sequence[str]) -> dict[str, int]:
    """Where each known column stands; of two with one meaning the first counts."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if column := _by_name().get(_plain(name)):
            places.setdefault(column, place)
    if {"given_name", "family_name"} <= set(places):
        places.pop("full_name", None)
    return places


def day_of(name: str) -> date | None:
    """The day that a column's header names, or None."""
    try:
        return rows.written_day(name)
    except Wrong:
        return None


def with_times(found: Sequence[Row], places: Mapping[str, int]) -> list[Row]:
    """Rows whose cells of from and to are times of day where a spreadsheet has a whole moment in them."""
    at = {places[column] for column in ("starts", "ends") if column in places}
    return [
        Row(
            row.number,
            [
                f"{cell:%H:%M}" if place in at and isinstance(cell, datetime) else cell
                for place, cell in enumerate(row.cells)
            ],
        )
        for row in found
    ]


def days_of(names: Sequence[str], places: Mapping[str, int]) -> dict[int, date]:
    """The columns that are days, where the rows do not say theirs themselves."""
    if "date" in places:
        return {}
    taken = set(places.values())
    days = {place: day_of(name) for place, name in enumerate(names) if place not in taken}
    return {place: day for place, day in days.items() if day is not None}


def is_readable(names: Sequence[str], places: Mapping[str, int]) -> bool:
    """Whether the rows say who, when and how long."""
    has_name = "full_name" in places or {"given_name", "family_name"} <= set(places)
    has_time = "hours" in places or "minutes" in places or {"starts", "ends"} <= set(places)
    return has_name and (bool(days_of(names, places)) or ("date" in places and has_time))


def lines_in(row: Row, days: Mapping[int, date]) -> int:
    """How many entries a row can become at most."""
    return sum(_filled(row, place) is not None for place in days) if days else 1


def read_row(
    row: Row, places: Mapping[str, int], days: Mapping[int, date], today: date
) -> tuple[list[Said], list[str]]:
    """What a row says, and what is wrong with it. A sum at the end, which names nobody, says nothing."""
    cells = {column: _cell(row, place) for column, place in places.items()}
    given = [_words(cells.get(column)) for column in ("given_name", "family_name")]
    name = _words(cells.get("full_name")) or " ".join(part for part in given if part)
    if not name:
        return [], [_("Whose hours are these? Fill in the name.")] if _lacks_name(row, cells, days) else []
    try:
        kind, email, role = _kind(cells.get("kind")), _words(cells.get("email")), _words(cells.get("role"))
        parts = (
            [
                (day, _duration(cell), None, False)
                for place, day in days.items()
                if (cell := _filled(row, place)) is not None
            ]
            if days
            else [_stretch(cells, today)]
        )
        for day, minutes, _starts, _until in parts:
            _check(day, minutes, today)
    except Wrong as wrong:
        return [], [str(wrong)]
    return [
        Said(row.number, name, email.lower(), day, minutes, starts, role, kind, until)
        for day, minutes, starts, until in parts
    ], []


def _lacks_name(row: Row, cells: Mapping[str, Cell], days: Mapping[int, date]) -> bool:
    """Whether hours stand there of nobody. Below the days a row of sums has neither e-mail nor role."""
    if not days:
        return cells.get("date") not in {None, ""}
    is_sum = all(cells.get(column) in {None, ""} for column in ("email", "role"))
    return not is_sum and lines_in(row, days) > 0


def _stretch(cells: Mapping[str, Cell], today: date) -> tuple[date, int, time | None, bool]:
    """The day, how many minutes, since when if that is told, and whether it is told until when."""
    if cells.get("date") in {None, ""}:
        raise Wrong(_("On which day? Fill in the date."))
    day = rows.day_of_cell(cells["date"], today)
    starts, ends = (
        None if cells.get(name) in {None, ""} else time_of(cells[name]) for name in ("starts", "ends")
    )
    hours, minutes = cells.get("hours"), cells.get("minutes")
    is_long = hours not in {None, ""} or minutes not in {None, ""}
    whole = _duration(hours) if hours not in {None, ""} else 0
    whole += _minutes(minutes) if minutes not in {None, ""} else 0
    if starts is not None and ends is not None:
        # Whoever ends before they began ended the next day; the clocks are asked later.
        passed = ((ends.hour - starts.hour) * 60 + ends.minute - starts.minute) % MINUTES_A_DAY
        if is_long and abs(whole - passed) > ROUNDED:
            raise Wrong(_("From–to and the hours differ. Correct one of them."))
        return day, passed, starts, True
    if not is_long:
        raise Wrong(_("How long was it? Fill in the hours, or from when to when."))
    return day, whole, starts, False


def _check(day: date, minutes: int, today: date) -> None:
    if day > today:
        text = _("%(day)s is in the future. Only what was done is imported.")
        raise Wrong(text % {"day": formats.day(day, weekday=False, year=True)})
    if day < rows.OLDEST:
        early = _("%(day)s is before the year 2000. Check the year.")
        raise Wrong(early % {"day": formats.day(day, weekday=False, year=True)})
    if not 0 < minutes <= MINUTES_A_DAY:
        raise Wrong(_("An entry is longer than nothing and at most 24 hours. Check the hours."))


def _cell(row: Row, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else None


def _filled(row: Row, place: int) -> Cell:
    """What stands in a day's column; nothing where people write that nothing was done."""
    cell = _cell(row, place)
    if isinstance(cell, str) and cell.strip() in {"", "-", "–", "0"}:
        return None
    return None if cell == 0 else cell


def _words(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())[:200]


def time_of(cell: Cell) -> time:
    """A time of day as people write it: 17, 17.30 or 17:30. Raises Wrong."""
    match = _TIME.fullmatch(_words(cell).removesuffix(".0"))
    if match is None or int(match[1]) > 24 or int(match[2] or 0) > 59:  # clocks
        raise Wrong(_("“%(text)s” is no time of day. Write it as 17.30.") % {"text": _words(cell)[:40]})
    return time(int(match[1]) % 24, int(match[2] or 0))


def _duration(cell: Cell) -> int:
    """Minutes of hours as people write them: 2,5 or 2:30 or 150 min."""
    text = _words(cell).casefold().removesuffix("h").removesuffix("t").strip()
    if text.endswith("min"):
        return _minutes(text.removesuffix("min"))
    if match := _DURATION.fullmatch(text):
        return int(match[1]) * 60 + int(match[2])
    return rows.minutes_of(text if isinstance(cell, str) else cell)


def _minutes(cell: Cell) -> int:
    try:
        return int(Decimal(_words(cell).replace(",", ".")).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    except (InvalidOperation, ValueError, OverflowError):
        text = _("“%(text)s” is no number of minutes. Write it as 90.")
        raise Wrong(text % {"text": _words(cell)[:40]}) from None


def _kind(cell: Cell) -> str:
    """A kind of hours by its code or by what it is called in any language; volunteering without one."""
    text = _words(cell).casefold()
    if not text:
        return Kind.TASK
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for kind in Kind:
                if text in {kind.value, str(kind.label).casefold()}:
                    return kind
    raise Wrong(_("There is no kind of hours “%(name)s”.") % {"name": _words(cell)[:40]})
