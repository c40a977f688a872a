"""Totals of past years in a table: what each row says, and what is to become of it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Literal

from django.utils.translation import gettext as _, gettext_lazy as _lazy, pgettext_lazy

from reports.errors import NotPast, RecordedHere, SourceMissing, TooManyRows
from reports.models import PastYear
from scheduling.activities.importing.columns import methods
from scheduling.hours import selectors as hours
from scheduling.hours.models import Method
from tenants import clock
from tenants.context import current_association
from volunteers.register.importing.cells import Wrong, short, text
from web import formats
from web.sheets import tables
from web.sheets.headers import Columns, Header, texts
from web.sheets.refusals import NoRows
from web.sheets.tables import Cell, Row

MOST_ROWS = 200
OLDEST, MOST_HOURS, MOST_PEOPLE, SOURCE = 1900, 10_000_000, 1_000_000, 200
COLUMNS = Columns(
    names={
        "year": ("year", "calendar_year", "vuosi", "kalenterivuosi", "toimintavuosi", "år", "verksamhetsår"),
        "hours": (
            *("hours", "volunteer_hours", "hours_of_volunteering", "total_hours", "tunnit", "tunteja"),
            *("tuntia", "tuntimäärä", "vapaaehtoistunnit", "vapaaehtoistunteja", "tunnit_yhteensä"),
            *("vapaaehtoistoiminnan_tunnit", "timmar", "frivilligtimmar", "volontärtimmar", "timmar_totalt"),
        ),
        "people": (
            *("people", "volunteers", "persons", "heads", "volunteers,_each_counted_once", "henkilöt"),
            *("henkilöitä", "henkilömäärä", "ihmiset", "ihmisiä", "vapaaehtoiset", "vapaaehtoisia"),
            *("vapaaehtoisia,_kukin_kerran_laskettuna", "personer", "antal_personer", "frivilliga"),
            *("volontärer", "antal_frivilliga", "frivilliga,_var_och_en_räknad_en_gång"),
        ),
        "method": (
            *("method", "how", "how_it_was_gathered", "menetelmä", "tapa", "keruutapa", "laskutapa"),
            *("miten", "miten_kerätty", "metod", "hur", "sätt", "hur_den_samlats_in"),
        ),
        "source": (
            *("source", "where_from", "where_the_total_is_from", "lähde", "mistä", "mistä_luku_on"),
            *("källa", "varifrån", "varifrån_talet_kommer"),
        ),
    },
    required=("year", "hours"),
    labels={
        "year": pgettext_lazy("column", "Year"),
        "hours": pgettext_lazy("column", "Hours"),
        "people": pgettext_lazy("column", "People"),
        "method": _lazy("How it was gathered"),
        "source": _lazy("Where the total is from"),
    },
)
# Of a wide table as many columns are kept for the yes, besides those that are known.
MOST_COLUMNS = 20
# What people write for a method, besides what we call it.
_WAYS = {
    "arvio": Method.ESTIMATED,
    "estimate": Method.ESTIMATED,
    "uppskattat": Method.ESTIMATED,
    "uppskattning": Method.ESTIMATED,
    "rekisteröity": Method.REGISTERED,
    "registrerat": Method.REGISTERED,
    "räknat": Method.COUNTED,
    "otanta": Method.SAMPLE,
    "urval": Method.SAMPLE,
}
# Blanks stand between thousands; a comma or a point before one or two decimals.
_HOURS = re.compile(r"\d{1,8}(?:[.,]\d{1,2})?")
_WHOLE = re.compile(r"\d{1,8}")
# A cell is kept for the yes as far as it can say something.
_LONGEST = 250

Fate = Literal["new", "known", "wrong"]


@dataclass
class Line:
    """A row, what it says of which year, and what is to become of it."""

    row: Row
    fate: Fate = "new"
    year: int = 0
    minutes: int = 0
    people: int = 0
    method: str = ""
    source: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def way(self) -> str:
        """How the total was gathered, in words."""
        return str(Method(self.method).label)

    def says_the_same(self, noted: PastYear) -> bool:
        """Whether this is what is noted."""
        return (self.minutes, self.people, self.method, self.source) == (
            noted.minutes,
            noted.people,
            noted.method,
            noted.source,
        )


@dataclass(frozen=True)
class Look:
    """What a table says: its columns as they are called there, and its rows.

    Where a needed column is not found there are no rows.
    """

    header: list[str]
    places: Mapping[str, int]
    missing: list[str]
    lines: list[Line]

    def of(self, fate: Fate) -> list[Line]:
        """Rows of one fate."""
        return [line for line in self.lines if line.fate == fate]


def rows_of(*, file: IO[bytes], name: str) -> list[Row]:
    """The rows of a file, its header first, cut to what is read of them.

    Raises FileRefused of some kind: no table, no rows, or more than MOST_ROWS.
    """
    tables.check_name(name)
    rows = tables.read(file=file, recognised=COLUMNS.recognised)
    rows = rows[COLUMNS.starts_at(rows) :]
    if len(rows) < 2:
        raise NoRows
    if len(rows) > MOST_ROWS + 1:
        raise TooManyRows(rows=MOST_ROWS)
    names = texts(rows[0])
    known = COLUMNS.guess(names).values()
    places = sorted({*known, *[place for place in range(len(names)) if names[place]][:MOST_COLUMNS]})
    return [Row(row.number, _kept(row.cells, places, len(names))) for row in rows]


def _kept(cells: Sequence[Cell], places: Sequence[int], width: int) -> list[Cell]:
    """The cells of these columns, and one more where the row has more of them than the header."""
    found = [cells[place] if place < len(cells) else None for place in places]
    found += [cell for cell in cells[width:] if cell not in {None, ""}][:1]
    return [cell[:_LONGEST] if isinstance(cell, str) else cell for cell in found]


def look(rows: Sequence[Row], said: Mapping[str, int] | None = None) -> Look:
    """What rows of `rows_of` say beside what is noted now, their columns as `said` or as they are called."""
    names = texts(rows[0])
    places = COLUMNS.guess(names) if said is None else said
    if missing := COLUMNS.missing(places):
        return Look(names, places, missing, [])
    header = COLUMNS.header(names, places)
    ways = {**methods(), **_WAYS}
    lines = [_line(row, header, ways) for row in rows[1:]]
    _judge(lines)
    return Look(names, places, [], lines)


def _line(row: Row, header: Header, ways: Mapping[str, str]) -> Line:
    line = Line(row)

    def cell(column: str) -> Cell:
        place = header.places.get(column)
        return row.cells[place] if place is not None and place < len(row.cells) else None

    if len(row.cells) > header.width:
        line.problems.append(_("The row has more cells than the header. Look for a separator inside a text."))
        line.fate = "wrong"
        return line
    for column, meaning in (
        ("year", _year),
        ("hours", _minutes),
        ("people", _people),
        ("method", lambda said: _method(said, ways)),
        ("source", _source),
    ):
        try:
            setattr(line, "minutes" if column == "hours" else column, meaning(cell(column)))
        except Wrong as wrong:
            line.problems.append(str(wrong))
            line.fate = "wrong"
    return line


def _year(cell: Cell) -> int:
    said = text(cell)
    if not re.fullmatch(r"[0-9]{4}", said):
        raise Wrong(_("Write the year in four digits, for example 2019."))
    if int(said) < OLDEST:
        raise Wrong(_("Totals are noted of %(oldest)s and later.") % {"oldest": OLDEST})
    if int(said) >= clock.today(current_association()).year:
        raise Wrong(str(NotPast()))
    return int(said)


def _minutes(cell: Cell) -> int:
    if isinstance(cell, float):
        cell = round(cell, 2)
    said = "".join(text(cell).split())
    if not said:
        raise Wrong(_("The hours are missing."))
    found = Decimal(said.replace(",", ".")) if said.isascii() and _HOURS.fullmatch(said) else None
    if found is None or found > MOST_HOURS:
        most = formats.number(MOST_HOURS)
        raise Wrong(_("Hours are a number from 0 to %(most)s, with two decimals at most.") % {"most": most})
    return round(found * 60)


def _people(cell: Cell) -> int:
    said = "".join(text(cell).split())
    if not said:
        raise Wrong(_("The number of people is missing."))
    if not (said.isascii() and _WHOLE.fullmatch(said)) or int(said) > MOST_PEOPLE:
        most = formats.number(MOST_PEOPLE)
        raise Wrong(_("People are a whole number from 0 to %(most)s.") % {"most": most})
    return int(said)


def _method(cell: Cell, ways: Mapping[str, str]) -> str:
    said = text(cell)
    if found := ways.get(said.casefold()):
        return found
    known = {"known": ", ".join(str(label) for label in Method.labels)}
    if not said:
        raise Wrong(_("How the total was gathered is missing. Write one of these: %(known)s.") % known)
    wrong = _("“%(text)s” is no way of gathering. Write one of these: %(known)s.")
    raise Wrong(wrong % {"text": said[:40], **known})


def _source(cell: Cell) -> str:
    said = short(cell, SOURCE, _("Where the total is from"))
    if not said:
        raise Wrong(str(SourceMissing()))
    return said


def _judge(lines: list[Line]) -> None:
    """Look at rows of years beside each other and beside what is noted."""
    times = Counter(line.year for line in lines if line.year)
    recorded = set(hours.figures_of(list(times)).order_by().values_list("year", flat=True).distinct())
    noted = {row.year: row for row in PastYear.objects.filter(year__in=times)}
    for line in lines:
        if not line.year:
            continue
        there = noted.get(line.year)
        if times[line.year] > 1:
            line.problems.append(_("%(year)s is on more than one row of the file.") % {"year": line.year})
        if line.year in recorded:
            line.problems.append(str(RecordedHere(year=line.year)))
        elif there is not None and not line.problems and line.says_the_same(there):
            line.fate = "known"
        elif there is not None:
            said = _(
                "Another total of %(year)s is noted already. If the file is right, take that away first."
            )
            line.problems.append(said % {"year": line.year})
        if line.problems:
            line.fate = "wrong"
