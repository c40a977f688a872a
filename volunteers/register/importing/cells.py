"""What one cell says, by what its column is. What cannot be read says what to do."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from volunteers.register.models import Period
from volunteers.register.own_fields import day_of
from volunteers.register.person_words import LANGUAGES
from volunteers.register.services.person import OLDEST
from web.sheets.tables import Cell

EARLIEST = date(1900, 1, 1)
# What people write where there is nothing.
_NOTHING = frozenset({"", "-", "–", "—", "?"})
_CODE = re.compile(r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]\b", re.IGNORECASE)
_MANY = re.compile(r"\s*[,;|\n]\s*")
_LANGUAGE_WORDS = {
    "fi": ("fin", "suomeksi"),
    "sv": ("swe", "se", "ruotsiksi", "svenska"),
    "en": ("eng", "englanniksi"),
}


class Wrong(Exception):
    """A cell that cannot be what its column says."""


def text(cell: Cell) -> str:
    """What stands there, spaces made single; empty where people mean nothing by it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    found = " ".join(str(cell).split())
    return "" if found in _NOTHING else found


def has_identity_code(cell: Cell) -> bool:
    """Whether a Finnish personal identity code stands in it, which is kept nowhere here."""
    return isinstance(cell, str) and _CODE.search(cell) is not None


def short(cell: Cell, most: int, label: object) -> str:
    """A text of at most so many letters."""
    found = text(cell)
    if len(found) > most:
        said = _("%(column)s: at most %(most)s characters fit.")
        raise Wrong(said % {"column": label, "most": most})
    return found


def email(cell: Cell) -> str:
    """An address in small letters."""
    found = text(cell).lower().removeprefix("mailto:")
    try:
        validate_email(found)
    except ValidationError:
        raise Wrong(_("“%(text)s” is no e-mail address.") % {"text": found[:60]}) from None
    return found


def phone(cell: Cell) -> str:
    """A number as it is called from anywhere. As a spreadsheet's number it has lost its 0 or plus."""
    found = text(cell)
    if isinstance(cell, int | float):
        found = f"+{found}" if found.startswith("358") else f"0{found}"
    try:
        number = phonenumbers.parse(found, "FI")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise Wrong(_("“%(text)s” is no telephone number.") % {"text": found[:40]})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def spoken(cell: Cell) -> list[str]:
    """The codes of languages, by code or name in any of ours."""
    codes = []
    for word in _words(cell):
        code = _languages().get(word.casefold())
        if code is None:
            raise Wrong(_("“%(text)s” is no language that we know by name.") % {"text": word[:40]})
        codes.append(code)
    return list(dict.fromkeys(codes))


def language(cell: Cell) -> str:
    """In which we write to them; one in which we do not, too."""
    found = text(cell)
    code = _languages().get(found.casefold()) or _languages().get(found[:2].casefold(), "")
    if not code:
        raise Wrong(_("“%(text)s” is no language that we know by name.") % {"text": found[:40]})
    return code


def skills(cell: Cell) -> list[str]:
    """Words with commas between them."""
    found = _words(cell)
    if any(len(word) > 60 for word in found):
        raise Wrong(_("One skill can be 60 characters long. Put commas between them."))
    return found


def born(cell: Cell, today: date) -> date:
    """A day of birth of somebody who lives."""
    found = day(cell)
    if found > today:
        raise Wrong(_("The day of birth %(text)s is in the future.") % {"text": text(cell)[:40]})
    if found < EARLIEST or today.year - found.year > OLDEST:
        years = today.year - found.year
        said = _("Born %(text)s: that would make %(years)s years. Check the year.")
        raise Wrong(said % {"text": text(cell)[:40], "years": years})
    return found


def past_day(cell: Cell, today: date, label: object) -> date:
    """A day until today."""
    found = day(cell)
    if not EARLIEST <= found <= today:
        names = {"column": label, "text": text(cell)[:40]}
        raise Wrong(_("%(column)s: %(text)s is not a day between 1900 and today.") % names)
    return found


def day(cell: Cell) -> date:
    """A day, however it is written."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    names = {"text": text(cell)[:40]}
    try:
        found = day_of(text(cell))
    except ValueError:
        raise Wrong(_("There is no day %(text)s.") % names) from None
    if found is None:
        raise Wrong(_("“%(text)s” is no date. Write it as 1990-02-04 or 4.2.1990.") % names)
    return found


def postal_code(cell: Cell) -> str:
    """A number in a spreadsheet has lost its zeros."""
    found = text(cell).zfill(5) if isinstance(cell, int | float) else text(cell)
    if len(found) > 10:
        raise Wrong(_("“%(text)s” is no postal code.") % {"text": found[:40]})
    return found


def state(cell: Cell) -> str:
    """How somebody stands, as our own files say it in any language."""
    found = _states().get(text(cell).casefold())
    if found is None:
        said = _("“%(text)s” is no state. Write one of: %(states)s.")
        states = ", ".join(str(label) for label in Period.State.labels)
        raise Wrong(said % {"text": text(cell)[:40], "states": states})
    return found


def several(cell: Cell, known: Mapping[str, str]) -> list[str]:
    """Names with commas between them. `known` ones, by small letters, may have commas in them themselves."""
    parts = _words(cell)
    found: list[str] = []
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            joined = ", ".join(parts[start:end])
            if end == start + 1 or joined.casefold() in known:
                found.append(known.get(joined.casefold(), joined))
                start = end
                break
    return list(dict.fromkeys(found))


def _words(cell: Cell) -> list[str]:
    parts = (" ".join(part.split()) for part in _MANY.split(str(cell if cell is not None else "")))
    return list(dict.fromkeys(part for part in parts if part not in _NOTHING))


def _said_in_each(words: Mapping[str, str | Promise]) -> Iterable[tuple[str, str]]:
    for each, _name in settings.LANGUAGES:
        with translation.override(each):
            yield from [(str(label).casefold(), code) for code, label in words.items()]


@cache
def _languages() -> dict[str, str]:
    found = dict(_said_in_each(LANGUAGES)) | {code: code for code in LANGUAGES}
    return found | {word: code for code, words in _LANGUAGE_WORDS.items() for word in words}


@cache
def _states() -> dict[str, str]:
    return dict(_said_in_each(dict(Period.State.choices))) | {code: code for code in Period.State.values}
