"""A person's data as files: JSON for programs, a document for readers."""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import get_language, gettext as _

from desk.my_data import content
from tenants import clock
from tenants.context import current_association
from volunteers.register import selectors
from volunteers.register.models import Download
from volunteers.register.person_export import as_json, in_words
from volunteers.register.services.downloads import Made, Maker, Say
from web import formats
from web.pdf import pdf

TEMPLATE = Path(__file__).with_name("own_data.typ")
# A document with more rows than this of one kind is read by nobody; the other file has them all.
ROWS_IN_DOCUMENT = 500


def make(download: Download, say: Say) -> Iterable[Made] | None:
    """Both files of who asked; None when they are no longer in the register."""
    person = selectors.person_of(download.user_uuid)
    if person is None:
        return None
    say(5)
    found = content.gather(person, say=say)
    name = f"{slugify(_('My data'))}-{clock.today(current_association()).isoformat()}"
    whole = json.dumps(for_programs(found), ensure_ascii=False, indent=2).encode()
    say(70)
    document = pdf(TEMPLATE, for_readers(found, name=person.name))
    say(95)
    return [
        Made(name=f"{name}.pdf", mimetype="application/pdf", content=io.BytesIO(document)),
        Made(name=f"{name}.json", mimetype="application/json", content=io.BytesIO(whole)),
    ]


def for_programs(found: content.All) -> dict[str, Any]:
    """By names that stay the same in every language."""
    association = current_association()
    return {
        "association": {"name": association.name, "slug": association.slug},
        "made_at": as_json(clock.now()),
        "kept": {
            kept.name: [{name: as_json(value) for name, value in row.items()} for row in kept.rows]
            for kept in found.kept
        },
        "happened": [
            {"at": as_json(moment.at), "title": str(moment.title), "text": str(moment.text)}
            for moment in found.moments
        ],
    }


def for_readers(found: content.All, *, name: str) -> dict[str, Any]:
    """In words, in the language in use."""
    association = current_association()
    day = formats.day(clock.today(association), year=True, weekday=False)
    return {
        "lang": get_language() or "fi",
        "title": _("My data"),
        "subtitle": _("%(name)s, %(association)s, %(day)s")
        % {"name": name, "association": association.name, "day": day},
        "intro": _(
            "This is all that the association keeps about you. If something is wrong, tell your coordinator."
        ),
        "sections": [
            {
                "title": kept.what,
                "rows": [_row(row, kept.labels) for row in kept.rows[:ROWS_IN_DOCUMENT]],
                "more": _more(len(kept.rows)),
            }
            for kept in found.kept
        ],
        "happened_title": _("What happened"),
        "happened": [
            {"when": formats.day(moment.at, year=True, weekday=False), "what": said(moment)}
            for moment in found.moments[:ROWS_IN_DOCUMENT]
        ],
        "happened_more": _more(len(found.moments)),
    }


def said(moment: Any) -> str:
    """A moment in one line."""
    return ". ".join(part for part in (str(moment.title), str(moment.text)) if part)


def _more(number: int) -> str:
    left = number - ROWS_IN_DOCUMENT
    return _("%(number)s older ones are in the other file.") % {"number": left} if left > 0 else ""


def _row(row: dict[str, Any], labels: dict[str, str]) -> list[list[str]]:
    words = [[labels[name], in_words(value)] for name, value in row.items()]
    return [[label, text] for label, text in words if text]


MAKER = Maker(kind=Download.Kind.OWN, make=make)
