"""What one cell of a file of hours or counts says. What cannot be read says what to do."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from web.sheets.tables import Cell

OLDEST = date(2000, 1, 1)
MAX_HEADS = 100_000

_DATE = re.compile(
    r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})"
)
_BLANKS = re.compile(r"[\s\u00a0\u202f]")


class Wrong(Exception):
    """A cell that cannot be what its column says."""


def day_of(cell: Cell, today: date) -> date:
    """A day until today, however it is written. Raises Wrong."""
    if isinstance(cell, datetime):
        if cell.time() != time(0):
            raise Wrong(_("Write a date without a time, such as 2025-02-04."))
        cell = cell.date()
    if not isinstance(cell, date):
        cell = _written_day(str(cell))
    if cell > today:
        future = _("%(day)s is in the future. Only what was done is imported.")
        raise Wrong(future % {"day": cell.isoformat()})
    if cell < OLDEST:
        raise Wrong(_("%(day)s is before the year 2000. Check the year.") % {"day": cell.isoformat()})
    return cell


def _written_day(text: str) -> date:
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


def number_of(cell: Cell) -> Decimal:
    """A number as people and programs write it; of two different marks the last is the decimal one.

    Raises InvalidOperation.
    """
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


def heads_of(cell: Cell) -> int:
    """A whole number of people. Raises Wrong."""
    try:
        number = number_of(cell)
    except InvalidOperation:
        text = _("“%(text)s” is no number of people. Write it as 12.")
        raise Wrong(text % {"text": str(cell)[:40]}) from None
    if number != number.to_integral_value() or not 0 <= number <= MAX_HEADS:
        text = _("A number of people is whole, from 0 to %(most)s.")
        raise Wrong(text % {"most": MAX_HEADS})
    return int(number)


def in_each_language(words: Mapping[str, str | Promise]) -> dict[str, str]:
    """Codes by what they are called in any of our languages, in small letters, and by themselves."""
    found = {code: code for code in words}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(label).casefold(): code for code, label in words.items()}
    return found
