"""People as a file for spreadsheets. Cells that a spreadsheet would run are made harmless."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import openpyxl
from django.utils.translation import gettext as _, pgettext

from volunteers.register import roster
from volunteers.register.models import Person
from web.spreadsheet import neutral

Cell = str | date | None
# What XML cannot hold, and nobody types.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Sheet:
    """A table with its header."""

    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def sheet_of(people: Sequence[Person], *, on: date) -> Sheet:
    """Everything that an import takes, and what it does not: state, roles, tags."""
    header = [
        _("Family name"),
        _("Given name"),
        _("E-mail"),
        _("Phone"),
        _("Language"),
        _("Date of birth"),
        _("Municipality"),
        _("Postal code"),
        pgettext("column", "State"),
        pgettext("column", "Roles"),
        pgettext("column", "Tags"),
        pgettext("column", "Signing in"),
    ]
    return Sheet(header, _rows(people, on))


def _rows(people: Sequence[Person], on: date) -> Iterator[Sequence[Cell]]:
    for start in range(0, len(people), 500):
        part = people[start : start + 500]
        for line in roster.lines(part, columns={"state", "roles", "tags"}, on=on):
            person = line.person
            yield [
                person.family_name,
                person.given_name,
                person.email,
                person.phone,
                person.language,
                person.born_on,
                person.municipality,
                person.postal_code,
                line.state_label,
                ", ".join(line.roles),
                ", ".join(line.tags),
                _("yes") if person.user_uuid else _("no"),
            ]


def as_csv(sheet: Sheet) -> bytes:
    """For a Finnish spreadsheet program: a mark for UTF-8, semicolons, dates as 2025-02-04."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(sheet.header)
    for row in sheet.rows:
        writer.writerow(cell.isoformat() if isinstance(cell, date) else _text(cell) for cell in row)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """With dates that are dates."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(list(sheet.header))
    for row in sheet.rows:
        page.append([cell if isinstance(cell, date) else _text(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(cell: Cell) -> str:
    return neutral(_CONTROL.sub("", str(cell))) if cell else ""
