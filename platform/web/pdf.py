"""Documents as PDF: a template of ours, set by Typst, with data that stay data."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The document of a Typst template in a language: `lang`, `title` and what else the template reads.

    The template finds them by `#let data = json(bytes(sys.inputs.data))`. What people have typed never
    becomes part of the template's text, so nothing in it is obeyed. It sees no fonts but Typst's own, so that
    the same data make the same pages everywhere, and says what is a heading and what a table (PDF/UA-1), so
    that a screen reader can follow it.
    """
    made = typst.compile(
        template.read_bytes(),
        sys_inputs={"data": json.dumps(dict(data))},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst made several files of one document.")
    return made
