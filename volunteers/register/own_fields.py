"""An association's own questions about people: which there are, and answers as they are read and shown.

An answer is kept as a text of one form (`OwnValue.value`), whatever it was typed as; `read` makes it of what
somebody typed or a spreadsheet holds, `shown` says it in the reader's language.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _, pgettext, pgettext_lazy

from volunteers.register.models import OwnField, OwnValue
from web import formats

PREFIX = "own-"
LONGEST = 500
YES, NO = "yes", "no"
YES_NO = ((YES, pgettext_lazy("answer", "yes")), (NO, pgettext_lazy("answer", "no")))
# Filters of what has no list of answers.
SAID, UNSAID = "said", "unsaid"
_YES = frozenset({"yes", "y", "kyllä", "k", "on", "ja", "j", "x", "1", "true", "tosi", "sant", "sann"})
_NO = frozenset({"no", "n", "ei", "e", "nej", "0", "false", "epätosi", "falskt"})
_DATE = re.compile(
    r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})|(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>\d{4})"
)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class Unreadable(ValueError):
    """What somebody typed is no answer to the question; says why."""


def active() -> list[OwnField]:
    """All of them, in the association's order."""
    return list(OwnField.objects.all())


def key_of(field: OwnField) -> str:
    """By what an address, a form and a file name the field."""
    return f"{PREFIX}{field.pk}"


def by_key(fields: Iterable[OwnField]) -> dict[str, OwnField]:
    """The fields by their keys."""
    return {key_of(field): field for field in fields}


def choices(field: OwnField) -> list[tuple[str, str]]:
    """What can be answered, where that is a list: code and name."""
    if field.kind == OwnField.Kind.YES_NO:
        return [(code, str(name)) for code, name in YES_NO]
    language = formats.language()
    return [(each["code"], each.get(language) or each["fi"]) for each in field.options]


def shown(field: OwnField, value: str) -> str:
    """An answer in words."""
    if field.kind == OwnField.Kind.DATE:
        return formats.day(date.fromisoformat(value), year=True, weekday=False) if value else ""
    if field.kind in {OwnField.Kind.CHOICE, OwnField.Kind.YES_NO}:
        return dict(choices(field)).get(value, value)
    return value


def exported(field: OwnField, value: str) -> str | date | None:
    """An answer as a cell of a spreadsheet."""
    if field.kind == OwnField.Kind.DATE and value:
        return date.fromisoformat(value)
    return shown(field, value) if value else None


def day_of(text: str) -> date | None:
    """A day as people write it, or None. Raises ValueError for one that there is not."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, number = (match[name] or match[f"{name}2"] for name in "ymd")
    return date(int(year), int(month), int(number))


def read(field: OwnField, cell: object) -> str:
    """An answer as it is kept; empty for nothing. Raises Unreadable."""
    text = " ".join(str(cell).split()) if cell is not None else ""
    if not text:
        return ""
    if field.kind == OwnField.Kind.DATE:
        return _read_day(field, cell, text)
    if field.kind == OwnField.Kind.YES_NO:
        return _read_yes_no(field, text)
    if field.kind == OwnField.Kind.CHOICE:
        return _read_choice(field, text)
    if len(text) > LONGEST:
        said = _("“%(field)s” can be %(most)s characters long at most.")
        raise Unreadable(said % {"field": field.name, "most": LONGEST})
    return text


def _read_day(field: OwnField, cell: object, text: str) -> str:
    names = {"field": field.name, "text": text[:40]}
    try:
        day = cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else day_of(text)
    except ValueError:
        raise Unreadable(_("%(field)s: there is no day %(text)s.") % names) from None
    if day is None:
        raise Unreadable(_("%(field)s: “%(text)s” is no date. Write it as 2025-02-04 or 4.2.2025.") % names)
    if not EARLIEST <= day <= LATEST:
        raise Unreadable(_("%(field)s: check the year of %(text)s.") % names)
    return day.isoformat()


def _read_yes_no(field: OwnField, text: str) -> str:
    word = text.casefold()
    if word in _YES:
        return YES
    if word in _NO:
        return NO
    said = _("%(field)s: “%(text)s” is neither yes nor no.")
    raise Unreadable(said % {"field": field.name, "text": text[:40]})


def _read_choice(field: OwnField, text: str) -> str:
    word = text.casefold()
    for each in field.options:
        if word in {str(each.get(name, "")).casefold() for name in ("code", "fi", "sv", "en")}:
            return str(each["code"])
    said = _("%(field)s: “%(text)s” is not in the list of answers.")
    raise Unreadable(said % {"field": field.name, "text": text[:40]})


def answers(people: Iterable[int], fields: Sequence[OwnField]) -> dict[int, dict[str, str]]:
    """What is kept of these people, by person and the field's key; one query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    if fields:
        rows = OwnValue.objects.filter(person__in=people, field__in=fields)
        for person, field, value in rows.values_list("person_id", "field_id", "value"):
            found[person][f"{PREFIX}{field}"] = value
    return found


def filter_choices(field: OwnField) -> list[tuple[str, str]]:
    """By what the list of people can be narrowed."""
    ends = [(UNSAID, pgettext("own field", "not said"))]
    if field.kind in {OwnField.Kind.CHOICE, OwnField.Kind.YES_NO}:
        return [*choices(field), *ends]
    return [(SAID, pgettext("own field", "said")), *ends]
