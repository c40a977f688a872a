"""From cells to what a row says of a person. Every row that is wrong says what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from volunteers.register import own_fields
from volunteers.register.importing import cells
from volunteers.register.importing.cells import Wrong
from volunteers.register.importing.columns import LABELS
from volunteers.register.models import OwnField, Period, Tag
from web.sheets.tables import Cell, Row

WRITTEN_TO = frozenset(code for code, _name in settings.LANGUAGES)
_TAG = 40
_NAME = 80


@dataclass(frozen=True, slots=True)
class Guardian:
    """Whom to ask about a minor."""

    name: str
    phone: str = ""
    email: str = ""
    consented_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands; the state is empty where the file does not say."""

    state: str = ""
    started_on: date | None = None
    until: date | None = None


@dataclass(slots=True)
class PersonRow:
    """What a row says. Fields are those of `Person`; what the file does not say is not in them."""

    number: int
    given_name: str
    family_name: str
    fields: dict[str, Any] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    standing: Standing = Standing()
    guardian: Guardian | None = None
    own: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class Reading:
    """How a file is read: where its columns are, and what the association knows."""

    places: Mapping[str, int]
    today: date
    own: Mapping[str, OwnField]
    tags: Mapping[str, str]
    roles: Mapping[str, str]


class _Read:
    """One row while it is read: its cells by column, and what is wrong so far."""

    def __init__(self, row: Row, reading: Reading) -> None:
        self.row = row
        self.reading = reading
        self.problems: list[str] = []

    def cell(self, column: str) -> Cell:
        """What stands in a column, None where there is nothing."""
        place = self.reading.places.get(column)
        found = self.row.cells[place] if place is not None and place < len(self.row.cells) else None
        return found if cells.text(found) else None

    def get(self, column: str, meaning: Callable[[Any], Any], default: Any = None) -> Any:
        """What a cell means; what is wrong with it is noted."""
        found = self.cell(column)
        if found is None:
            return default
        try:
            return meaning(found)
        except Wrong as wrong:
            self.problems.append(str(wrong))
            return default


def read_row(row: Row, reading: Reading) -> tuple[PersonRow | None, list[str]]:
    """The person of a row, or what is wrong with it."""
    read = _Read(row, reading)
    if any(cells.has_identity_code(read.cell(column)) for column in reading.places):
        said = _("A personal identity code stands in this row. It is kept nowhere here: take it out.")
        return None, [said]
    given, family = _names(read)
    found = PersonRow(row.number, given, family, _fields(read))
    found.tags = cells.several(read.cell("tags"), reading.tags)
    if any(len(name) > _TAG for name in found.tags):
        read.problems.append(_("One tag can be 40 characters long. Put commas between them."))
    found.roles = cells.several(read.cell("roles"), reading.roles)
    found.standing = _standing(read, found.fields.get("born_on"))
    found.guardian = _guardian(read)
    for key, own in reading.own.items():
        try:
            if value := own_fields.read(own, read.cell(key)):
                found.own[key] = value
        except own_fields.Unreadable as wrong:
            read.problems.append(str(wrong))
    return (None, read.problems) if read.problems else (found, [])


def tags_by_name() -> dict[str, str]:
    """The tags that there are, by small letters."""
    return {name.casefold(): name for name in Tag.objects.values_list("name", flat=True)}


def _names(read: _Read) -> tuple[str, str]:
    given, family, full = (cells.text(read.cell(name)) for name in ("given_name", "family_name", "full_name"))
    if full and not (given and family):
        if "," in full:
            family, _comma, given = (part.strip() for part in full.partition(","))
        else:
            given, _space, family = full.rpartition(" ")
    if not given or not family:
        read.problems.append(_("A given name and a family name are needed."))
    elif max(len(given), len(family)) > _NAME:
        read.problems.append(_("The name is too long: at most 80 letters each."))
    return given, family


def _fields(read: _Read) -> dict[str, Any]:
    found = {
        "email": read.get("email", cells.email),
        "phone": read.get("phone", cells.phone),
        "born_on": read.get("born_on", lambda cell: cells.born(cell, read.reading.today)),
        "municipality": read.get("municipality", lambda cell: cells.short(cell, 80, LABELS["municipality"])),
        "postal_code": read.get("postal_code", cells.postal_code),
        "speaks": read.get("speaks", cells.spoken, []),
        "skills": read.get("skills", cells.skills, []),
    }
    if code := read.get("language", cells.language):
        if code in WRITTEN_TO:
            found["language"] = code
        else:  # we cannot write in it, and it is worth knowing
            found["speaks"] = list(dict.fromkeys([*found["speaks"], code]))
    return {name: value for name, value in found.items() if value}


def _standing(read: _Read, born_on: date | None) -> Standing:
    today = read.reading.today
    started = read.get("started_on", lambda cell: cells.past_day(cell, today, LABELS["started_on"]))
    state, until = read.get("state", cells.state, ""), read.get("until", cells.day)
    if started and born_on and started < born_on:
        read.problems.append(_("The first day as a volunteer is before the day of birth."))
    if until and started and until < started:
        read.problems.append(_("The last day is before the first one."))
    if not state and until:
        state = Period.State.ENDED if until <= today else ""
    if state == Period.State.ENDED and (until is None or until > today):
        read.problems.append(_("Whoever has ended needs a last day until today in the column “Until”."))
    if state == Period.State.ON_BREAK and until and until < today:
        read.problems.append(_("The last day of the break is in the past. Correct it, or the state."))
    return Standing(state, started, until)


def _guardian(read: _Read) -> Guardian | None:
    name = read.get("guardian", lambda cell: cells.short(cell, 160, LABELS["guardian"]), "")
    phone = read.get("guardian_phone", cells.phone, "")
    email = read.get("guardian_email", cells.email, "")
    consented = read.get(
        "guardian_consent",
        lambda cell: cells.past_day(cell, read.reading.today, LABELS["guardian_consent"]),
    )
    if not (name or phone or email or consented):
        return None
    if not name or not (phone or email):
        read.problems.append(_("A guardian needs a name, and a phone number or an e-mail address."))
        return None
    return Guardian(name, phone, email, consented)
