"""How mails look."""

import pytest
from django.utils import translation

from notifications.kinds import Rendered
from notifications.letters import Button, Fact, letter
from tenants.context import entered
from tenants.models import Association

TEXT = """\
Hei Bo,

Muistathan vuorosi <tiistaina> & tulet.

Toinen kappale.

Aika: ti 4.2. klo 17–20
Paikka: Majakka

Näytä vuoro:
http://alfa.rinnalla.localhost:8000/shifts/

--\x20
Alfan mielen hyvinvointi ry
tervehdys@alfa.example
016 123 456

Saat tämän, koska ilmoittauduit vuoroon.
"""


def whole(association: Association) -> Rendered:
    association.contact_email, association.contact_phone = "tervehdys@alfa.example", "016 123 456"
    with entered(association), translation.override("fi"):
        return letter(
            subject="Vuorosi\nBcc: x@example.org",
            name="Bo",
            paragraphs=["Muistathan vuorosi <tiistaina> & tulet.", "Toinen kappale."],
            facts=[Fact("Aika", "ti 4.2. klo 17–20"), Fact("Paikka", "Majakka")],
            button=Button("Näytä vuoro", "http://alfa.rinnalla.localhost:8000/shifts/"),
            why="Saat tämän, koska ilmoittauduit vuoroon.",
        )


def test_text_says_everything(alfa: Association) -> None:
    assert whole(alfa).text == TEXT


def test_subject_is_one_line(alfa: Association) -> None:
    assert whole(alfa).subject == "Vuorosi Bcc: x@example.org"


def test_html_says_the_same_and_escapes(alfa: Association) -> None:
    html = whole(alfa).html
    assert html.startswith('<!doctype html>\n\n<html lang="fi">')
    for said in (
        "Hei Bo,",
        "Muistathan vuorosi &lt;tiistaina&gt; &amp; tulet.",
        "Toinen kappale.",
        "ti 4.2. klo 17–20",
        'href="http://alfa.rinnalla.localhost:8000/shifts/"',
        "Alfan mielen hyvinvointi ry",
        'href="mailto:tervehdys@alfa.example"',
        "016 123 456",
        "Saat tämän, koska ilmoittauduit vuoroon.",
    ):
        assert said in html


@pytest.mark.parametrize(("language", "greeting"), [("fi", "Hei,"), ("sv", "Hej,"), ("en", "Hello,")])
def test_letter_without_name_facts_and_button(alfa: Association, language: str, greeting: str) -> None:
    with entered(alfa), translation.override(language):
        made = letter(subject="Huomenna", paragraphs=["Hyvä."], why="Siksi.")
    assert made.text == f"{greeting}\n\nHyvä.\n\n-- \nAlfan mielen hyvinvointi ry\n\nSiksi.\n"
    assert f'<html lang="{language}">' in made.html
    assert "<a " not in made.html
