"""What a document as PDF keeps to."""

from pathlib import Path

import pytest

from web.pdf import pdf

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: none)
#set text(lang: data.lang)
= #data.title
#data.text
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(TEMPLATE)
    return path


def test_same_data_make_the_same_document(template: Path) -> None:
    data = {"lang": "fi", "title": "Todistus", "text": "Åke Öö"}
    made = pdf(template, data)
    assert made[:5] == b"%PDF-"
    assert pdf(template, data) == made


def test_what_somebody_typed_is_not_obeyed(template: Path) -> None:
    """Typst's own words in the text would stop the document if they were read as such."""
    typed = '#panic("stop") #read("/etc/passwd") $ * _ ]'
    assert pdf(template, {"lang": "sv", "title": typed, "text": typed})[:5] == b"%PDF-"
