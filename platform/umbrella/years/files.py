"""A year as a file: PDF to read, a workbook and CSV to reckon with, JSON whose hash can be checked.

All are made of the same rows of data. A hidden figure has no number in any of them.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from django.utils import translation
from django.utils.translation import gettext as _, pgettext

from umbrella.years import tables
from umbrella.years.content import TABLES
from umbrella.years.selectors import Paper
from web import formats
from web.fingerprints import HASH_OF
from web.pdf import pdf
from web.spreadsheet import neutral

TEMPLATE = Path(__file__).with_name("year.typ")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
Cell = str | int | float | None
#: Rows of a table that somebody reads on paper; a longer one stands in the other files.
LONGEST = 2000


def dictionary() -> list[dict[str, str]]:
    """What each field of a figure means."""
    fields = (
        ("table", _("Which table the figure belongs to: %(tables)s.") % {"tables": ", ".join(TABLES)}),
        ("code", _("Whose figure it is: the address of an association, the code of a district.")),
        ("name", _("The same by name.")),
        ("year", _("The year.")),
        ("month", _("The month from 1 to 12; empty for the whole year.")),
        ("family", _("The role family, where the figure is by role or by family.")),
        ("role", _("The role's code in the catalogue, which never changes.")),
        ("role_name", _("The role by name.")),
        ("state", _("shown, hidden (nobody may be told from it) or not_reported (nobody has told it).")),
        ("minutes", _("Approved minutes of volunteering, exact; empty where there is nothing to show.")),
        ("people", _("Different people with at least one approved hour; empty likewise.")),
        ("metric", _("Which figure of the definitions, where it is none of hours and people.")),
        ("value", _("That figure, or the target that was set for it; empty likewise.")),
        (
            "may_overlap",
            _("How many of the federation's different people have no account, and may be counted twice."),
        ),
    )
    return [{"field": field, "meaning": meaning} for field, meaning in fields]


def as_json(paper: Paper) -> bytes:
    """The content and its hash, how to reckon it again, and what the fields mean."""
    said = {
        "content": paper.content,
        "version": paper.number or None,
        "sha256": paper.fingerprint or None,
        "sha256_of": HASH_OF,
        "dictionary": dictionary(),
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _header() -> list[str]:
    return [
        _("Table"),
        pgettext("column", "Code"),
        _("Name"),
        _("Year"),
        _("Month"),
        _("Role family"),
        pgettext("column", "Role code"),
        _("Role"),
        _("State"),
        _("Minutes"),
        _("Hours"),
        _("Volunteers"),
        _("Figure"),
        pgettext("of a figure", "Value"),
        _("May be counted twice"),
    ]


def _rows(paper: Paper) -> Iterator[list[Cell]]:
    """The data, with hours beside minutes for those who only read."""
    for row in paper.content["figures"]:
        minutes = row["minutes"]
        yield [
            row["table"],
            row["code"],
            row["name"],
            row["year"],
            row["month"],
            row["family"],
            row["role"],
            row["role_name"],
            row["state"],
            minutes,
            None if minutes is None else round(minutes / 60, 4),
            row["people"],
            row.get("metric"),  # older versions have neither
            row.get("value"),
            row.get("may_overlap"),  # versions that were frozen earlier do not say it
        ]


def as_csv(paper: Paper) -> bytes:
    """For a Finnish spreadsheet: BOM, semicolons, decimal commas."""
    out = io.StringIO()
    out.write("\N{BYTE ORDER MARK}")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(_header())
    for row in _rows(paper):
        writer.writerow([_plain(cell) for cell in row])
    return out.getvalue().encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(cell) if isinstance(cell, int) else _text(cell)


def as_xlsx(paper: Paper) -> bytes:
    """Figures as numbers; who reported; what the fields mean; from what it was made."""
    book = openpyxl.Workbook(write_only=True)
    figures = book.create_sheet(pgettext("sheet", "Figures"))
    figures.append([_text(cell) for cell in _header()])
    for row in _rows(paper):
        figures.append([cell if isinstance(cell, int | float) else _text(cell) for cell in row])
    reported = book.create_sheet(pgettext("sheet", "Reported"))
    keys = ("code", "name", "district", "reported", "method", "months_closed")
    reported.append(list(keys))
    for one in paper.content["associations"]:
        reported.append([_typed(one[key]) for key in keys])
    meaning = book.create_sheet(pgettext("sheet", "Data dictionary"))
    for entry in dictionary():
        meaning.append([_text(entry["field"]), _text(entry["meaning"])])
    origin = book.create_sheet(pgettext("sheet", "Origin"))
    for label, value in origin_of(paper):
        origin.append([_text(label), _text(value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(value: Any) -> Cell:
    return value if isinstance(value, bool | int) else _text(value)


def _text(cell: Any) -> str:
    return "" if cell is None else neutral(_CONTROL.sub("", str(cell)))


def origin_of(paper: Paper) -> list[tuple[str, str]]:
    """Whose, which year, which version, from which releases, by which definitions."""
    said = paper.content
    reported, members = said["reporting"]
    return [
        (_("Federation"), said["federation"]["name"]),
        (_("Year"), str(said["year"])),
        (_("State"), paper.state),
        (_("Reported"), f"{reported} / {members}"),
        (_("Published in the releases of"), _days(said["releases"])),
        (_("Definitions, version"), said["definitions"]),
        (_("Fingerprint (SHA-256)"), paper.fingerprint or "–"),
    ]


def _days(made: list[dict[str, Any]]) -> str:
    """The days of releases as people write them; a dash when there is none yet."""
    days = (formats.day(date.fromisoformat(one["due_on"]), weekday=False, year=True) for one in made)
    return ", ".join(days) or "–"


def as_pdf(paper: Paper) -> bytes:
    """Pages that a screen reader can follow."""
    found = tables.tables(paper.content)
    too_long = _("Too long for paper: the rows of this table are in the Excel and CSV files.")
    return pdf(
        TEMPLATE,
        {
            "lang": (translation.get_language() or "fi")[:2],
            "title": paper.title,
            "federation": paper.content["federation"]["name"],
            "state": paper.state,
            "page": _("Page"),
            "what": pgettext("column", "What"),
            "which": pgettext("column", "Which"),
            "origin": origin_of(paper),
            "tables": [
                {
                    "title": table.title,
                    "note": table.note if len(table.rows) <= LONGEST else too_long,
                    "columns": [str(column.label) for column in table.columns],
                    "numeric": [column.numeric for column in table.columns],
                    "rows": table.rows if len(table.rows) <= LONGEST else [],
                }
                for table in found
            ],
            "definitions_title": _("What the figures mean"),
            "definitions": list(tables.definitions()),
        },
    )


@dataclass(frozen=True)
class Maker:
    """How a form of file is made, and what browsers are told that it is."""

    make: Callable[[Paper], bytes]
    content_type: str


FORMS = {
    "pdf": Maker(as_pdf, "application/pdf"),
    "xlsx": Maker(as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": Maker(as_csv, "text/csv; charset=utf-8"),
    "json": Maker(as_json, "application/json"),
}


def name_of(paper: Paper, form: str) -> str:
    """A name that is one on every system."""
    version = f"v{paper.number}" if paper.number else pgettext("file name", "not frozen")
    return f"{paper.content['federation']['slug']} {paper.content['year']} {version}.{form}"
