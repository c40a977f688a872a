"""People as a file for spreadsheets. Cells that a spreadsheet would run are made harmless."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import openpyxl
from django.utils.translation import gettext as _, pgettext

from volunteers.register import own_fields, roster
from volunteers.register.importing.columns import LABELS
from volunteers.register.models import ContactPerson, OwnField, Period, Person
from volunteers.register.person_words import LANGUAGES
from web.sheets.tables import Cell
from web.spreadsheet import neutral

# In the order of an export.
COLUMNS = (
    *("family_name", "given_name", "email", "phone", "language", "born_on", "municipality", "postal_code"),
    *("speaks", "skills", "state", "started_on", "until", "roles", "tags"),
    *("guardian", "guardian_phone", "guardian_email", "guardian_consent"),
)
# What XML cannot hold, and nobody types.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Sheet:
    """A table with its header."""

    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def sheet_of(people: Sequence[Person], *, on: date) -> Sheet:
    """Everything that an import takes, in its columns, and whether somebody can sign in."""
    own = own_fields.active()
    header = [*(str(LABELS[name]) for name in COLUMNS), *(field.name for field in own)]
    return Sheet([*header, pgettext("column", "Signing in")], _rows(people, own, on))


def _rows(people: Sequence[Person], own: Sequence[OwnField], on: date) -> Iterator[Sequence[Cell]]:
    for start in range(0, len(people), 500):
        part = people[start : start + 500]
        keys = [person.pk for person in part]
        guardians, periods = _guardians(keys), _periods(keys)
        answers = own_fields.answers(keys, own)
        for line in roster.lines(part, columns={"roles", "tags"}, on=on):
            person = line.person
            said = answers.get(person.pk, {})
            yield [
                *_of_person(line, periods.get(person.pk), guardians.get(person.pk)),
                *(own_fields.exported(field, said.get(own_fields.key_of(field), "")) for field in own),
                _("yes") if person.user_uuid else _("no"),
            ]


def _of_person(line: roster.Line, period: Period | None, guardian: ContactPerson | None) -> list[Cell]:
    person = line.person
    return [
        person.family_name,
        person.given_name,
        person.email,
        person.phone,
        person.language,
        person.born_on,
        person.municipality,
        person.postal_code,
        ", ".join(str(LANGUAGES.get(code, code)) for code in person.speaks),
        ", ".join(person.skills),
        period.get_state_display() if period else None,
        period.started_on if period else None,
        period.ended_on or period.break_until if period else None,
        ", ".join(line.roles),
        ", ".join(line.tags),
        *([guardian.name, guardian.phone, guardian.email, guardian.consented_on] if guardian else [None] * 4),
    ]


def _periods(keys: Sequence[int]) -> dict[int, Period]:
    """The open one of each, else the last."""
    found: dict[int, Period] = {}
    for period in Period.objects.filter(person__in=keys).order_by("started_on", "pk"):
        known = found.get(period.person_id)
        if known is None or known.state == Period.State.ENDED:
            found[period.person_id] = period
    return found


def _guardians(keys: Sequence[int]) -> dict[int, ContactPerson]:
    """One of each, the first that was noted."""
    found = ContactPerson.objects.filter(person__in=keys, is_guardian=True).order_by("-pk")
    return {each.person_id: each for each in found}


def as_csv(sheet: Sheet) -> bytes:
    """For a Finnish spreadsheet program: a mark for UTF-8, semicolons, dates as 2025-02-04."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_text(name) for name in sheet.header])
    for row in sheet.rows:
        writer.writerow(cell.isoformat() if isinstance(cell, date) else _text(cell) for cell in row)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """With dates that are dates."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append([_text(name) for name in sheet.header])
    for row in sheet.rows:
        page.append([cell if isinstance(cell, int | float | date) else _text(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(cell: Cell) -> str:
    return "" if cell is None else neutral(_CONTROL.sub("", str(cell)))
