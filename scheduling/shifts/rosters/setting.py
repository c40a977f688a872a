"""The roster as PDF, in the reader's language. It leaves the house: what is discreet says only when."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _, ngettext, pgettext

from scheduling.shifts.models import SignUp
from scheduling.shifts.rosters.reading import Listed
from scheduling.shifts.words import shifts as words
from tenants import clock
from tenants.context import current_association
from web import formats
from web.pdf import pdf

TEMPLATE = Path(__file__).with_name("roster.typ")


def roster_pdf(found: Sequence[Listed], *, heading: str, walk_ins: int = 0) -> bytes:
    """The document, with so many lines for those who come to a shift without signing up."""
    return pdf(TEMPLATE, words_of(found, heading=heading, walk_ins=walk_ins))


def words_of(found: Sequence[Listed], *, heading: str, walk_ins: int = 0) -> dict[str, Any]:
    """What it says."""
    association = current_association()
    language = formats.language()
    return {
        "lang": language,
        "title": pgettext("list on paper", "Roster"),
        "association": association.name_in(language),
        "heading": heading,
        "made": _("As of %(day)s.") % {"day": formats.when(clock.now(), year=True)},
        "page": pgettext("of a document", "page"),
        "name": _("Name"),
        "phone": _("Phone"),
        "came": _("Came, from – to"),
        "days": [
            {"day": formats.day(day, long=True), "shifts": [_shift(each, walk_ins) for each in shifts]}
            for day, shifts in groupby(found, key=lambda each: each.day)
        ],
        "nothing": "" if found else _("No shifts."),
    }


def _shift(one: Listed, walk_ins: int) -> dict[str, Any]:
    shift = one.shift
    tells = not words.is_discreet(shift)
    contact = shift.contact_person
    return {
        "when": formats.times(shift.starts_at, shift.ends_at),
        "what": words.title(shift) if tells else pgettext("discreet", "Shift"),
        "where": words.place(shift) if tells else "",
        "contact": _("Contact person: %(name)s, %(phone)s")
        % {"name": contact.name, "phone": contact.phone or "–"}
        if contact and tells
        else "",
        "rows": [
            *({"name": _name(each, own), "phone": each.person.phone} for each, own in one.lines),
            *({"name": label, "phone": ""} for label in one.kept),
            *([{"name": unnamed(one.unnamed), "phone": ""}] if one.unnamed else []),
            *({"name": _("Free place"), "phone": ""} for _place in range(one.free)),
            *({"name": _("Came without signing up:"), "phone": ""} for _line in range(walk_ins)),
        ],
    }


def _name(sign_up: SignUp, own_times: str) -> str:
    name = sign_up.person.name
    if sign_up.in_training:
        name = _("%(name)s (in training)") % {"name": name}
    return f"{name}, {own_times}" if own_times else name


def unnamed(count: int) -> str:
    """Those of whom the reader is told no name."""
    return ngettext(
        "And %(count)s person of another part of the association.",
        "And %(count)s people of other parts of the association.",
        count,
    ) % {"count": count}


def file_name(found: Sequence[Listed]) -> str:
    """What the file is called: by its day, never by what the shift is."""
    kind = pgettext("list on paper", "Roster")
    return f"{kind} {found[0].day.isoformat()}.pdf" if found else f"{kind}.pdf"
