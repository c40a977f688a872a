"""Names and labels that are markup, formulas, or lines of a head: they stay texts wherever they are shown."""

import csv
import io
import re
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.routes import routes
from notifications.channels.mail import Post
from notifications.kinds import Recipient, Rendered
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.isolation import planted
from tests.isolation.test_matrix import EVERY
from volunteers.register.models import Person
from web.sheets import tables
from web.spreadsheet import neutral, plain

Browse = Callable[..., Client]
MARKUP = "<Script>x()</Script>\"'><Img src=y onerror=z>"
RAW = re.compile(r"<script>x|<img src=y", re.IGNORECASE)


def test_no_page_shows_a_name_as_markup(browse: Browse, ada: User, alfa: Association) -> None:
    """One of everything, named so, on every page that anybody of the association can open."""
    with clock.fixed(planted.NOW):
        with entered(alfa):
            person = Person.objects.get(user_uuid=ada.uuid)
            Person.objects.filter(pk=person.pk).update(given_name=MARKUP[:80], family_name=MARKUP[:80])
        planted.plant(alfa, mark=MARKUP[:60], key=500_000, person=person, one_uuid=EVERY)
        User.objects.filter(pk=ada.pk).update(name=MARKUP)
        Association.objects.filter(pk=alfa.pk).update(name_fi=MARKUP, name_sv=MARKUP, name_en=MARKUP)
        shown = 0
        for route in routes("association"):
            response: Any = browse(ada, alfa).get(
                route.path(**dict.fromkeys(route.identifiers, EVERY)), {"q": MARKUP, "stay": "1"}
            )
            if response.headers.get("Content-Type", "").startswith("text/html"):
                text = response.content.decode()
                assert not RAW.search(text), str(route)
                shown += "&lt;Script&gt;x()" in text
    assert shown > 15


FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "＝1+1",
    '=HYPERLINK("x")',
    "+358;=1",
    "-",
    "+",
    "@",
    "=",
]
HARMLESS = [
    "+358 40 1234567",
    "+358401234567",
    "-5",
    "-5,25",
    "+3.5",
    "Turku",
    "a=b",
    "'quoted'",
    "'",
    "",
    "Tuki-iltä",
    "2-3 kertaa",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_becomes_a_text_and_is_read_back(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert plain(neutral(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_number_or_name_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text
    assert plain(text) == text


@pytest.mark.parametrize("text", [each for each in FORMULAS if each == each.strip()])
def test_importer_reads_what_was_handed_out(text: str) -> None:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerows([["date", "event_name"], ["2025-01-05", neutral(text)]])
    found = tables.read(file=io.BytesIO(target.getvalue().encode()), recognised=len)
    assert found[1].cells[1] == text


@pytest.mark.parametrize(
    "line", ["\nBcc: all@example.org", "\r\nBcc: all@example.org", "\r\n\r\n<b>body</b>", "\x0bBcc: x"]
)
def test_line_break_in_a_name_makes_no_head_of_a_mail(alfa: Association, line: str) -> None:
    name = f"Uma{line}"
    alfa.name_fi = alfa.name_sv = alfa.name_en = f"Alfa{line}"
    with entered(alfa), Post() as post:
        post.send(
            Rendered(subject="Your shift", text="x"),
            to=Recipient(address="uma@example.org", name=name),
            language="en",
            uuid=uuid4(),
        )
    (sent,) = mail.outbox
    message = sent.message()
    assert message["Bcc"] is None
    assert [parseaddr(each)[1] for each in sent.recipients()] == ["uma@example.org"]
    assert b"\nBcc:" not in message.as_bytes()
