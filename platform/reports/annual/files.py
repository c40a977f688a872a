"""An annual report as a file: PDF to sign, a workbook with typed cells, JSON whose hash can be checked."""

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openpyxl
from django.utils.translation import gettext as _, pgettext

from reports.annual.content import Content
from web import formats
from web.fingerprints import HASH_OF
from web.pdf import pdf
from web.spreadsheet import neutral

TEMPLATE = Path(__file__).with_name("report.typ")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
Cell = str | int | float | None


@dataclass(frozen=True)
class Paper:
    """What is printed: a version, or with number 0 a draft."""

    content: Content
    number: int
    fingerprint: str
    frozen_at: datetime | None

    @property
    def title(self) -> str:
        """What stands on top."""
        return _("Annual report %(year)s") % {"year": self.content["year"]}

    @property
    def state(self) -> str:
        """`Version 2, frozen 4.2.2025`, or that it is a draft."""
        if self.frozen_at is None:
            return _("Draft: the figures can still change")
        day = formats.day(formats.local_date(self.frozen_at), weekday=False, year=True)
        return _("Version %(number)s, frozen %(day)s") % {"number": self.number, "day": day}


def as_pdf(paper: Paper) -> bytes:
    """Pages that a screen reader can follow."""
    said = paper.content
    return pdf(
        TEMPLATE,
        {
            "lang": said["language"],
            "title": paper.title,
            "association": said["association"],
            "state": paper.state,
            "fingerprint_label": _("Fingerprint of all that the report says (SHA-256)"),
            "fingerprint": paper.fingerprint,
            "what": pgettext("column", "What"),
            "figure": pgettext("column", "Figure"),
            "method": _("How it was gathered"),
            "fact": pgettext("column", "What"),
            "value": pgettext("column", "Which"),
            "missing": _("not reported"),
            "empty": _("Nothing is written here."),
            "page": _("Page"),
            "sections": said["sections"],
        },
    )


def as_xlsx(paper: Paper) -> bytes:
    """Two sheets: figures as numbers, hours exact; and words."""
    book = openpyxl.Workbook(write_only=True)
    figures = book.create_sheet(pgettext("sheet", "Figures"))
    figures.append([_text(cell) for cell in _header()])
    for row in _figures(paper.content):
        figures.append([cell if isinstance(cell, int | float) else _text(cell) for cell in row])
    words = book.create_sheet(pgettext("sheet", "Words"))
    for line in _words(paper):
        words.append([_text(cell) for cell in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _header() -> list[str]:
    return [
        _("Section"),
        pgettext("column", "What"),
        pgettext("column", "Figure"),
        _("Value"),
        _("Unit"),
        _("How it was gathered"),
        pgettext("column", "Code"),
    ]


def _figures(said: Content) -> Iterator[list[Cell]]:
    for section in said["sections"]:
        for line in section["lines"]:
            for figure in line["figures"]:
                value, unit = figure["value"], figure["unit"].replace("min", "")
                if figure["unit"] == "min" and value is not None:
                    value, unit = round(value / 60, 4), "h"
                shown = _("not reported") if value is None else value
                yield [
                    section["title"],
                    line["title"],
                    figure["label"],
                    shown,
                    unit,
                    figure["method"],
                    figure["code"],
                ]


def _words(paper: Paper) -> Iterator[list[str]]:
    yield [paper.title, paper.content["association"]]
    yield [paper.state, paper.fingerprint]
    for section in paper.content["sections"]:
        for fact in section["facts"]:
            yield [section["title"], fact["label"], fact["text"]]
        for text in section["texts"]:
            yield [section["title"], text["label"], text["text"]]


def _text(cell: Cell) -> str:
    return "" if cell is None else neutral(_CONTROL.sub("", str(cell)))


def as_json(paper: Paper) -> bytes:
    """The content and its hash, and how to reckon it again."""
    said = {
        "content": paper.content,
        "version": paper.number or None,
        "sha256": paper.fingerprint or None,
        "sha256_of": HASH_OF,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True)
class Maker:
    """How a form of file is made, and what browsers are told that it is."""

    make: Callable[[Paper], bytes]
    content_type: str


FORMS = {
    "pdf": Maker(as_pdf, "application/pdf"),
    "xlsx": Maker(as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": Maker(as_json, "application/json"),
}


def name_of(paper: Paper, form: str) -> str:
    """A name that is one on every system."""
    target = "".join(sign for sign in paper.content["target"] or "" if sign.isalnum() or sign in " -")
    parts = [pgettext("file name", "Annual report"), str(paper.content["year"]), " ".join(target.split())]
    parts.append(f"v{paper.number}" if paper.number else pgettext("file name", "draft"))
    return f"{' '.join(part for part in parts if part)}.{form}"
