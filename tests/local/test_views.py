"""The demo's pages: clock, people and inbox."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client, override_settings

from local import checks, signins
from local.mailbox import Mailbox
from local.telephones import Telephones
from tenants import addresses, clock
from tenants.models import Association

Browse = Callable[..., Client]


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Path]:
    """The demo's routes and templates, with an empty folder for its files."""
    for kind in ("base", "association"):
        monkeypatch.setitem(addresses.URLCONFS, kind, "tests.local.demo_urls")
    monkeypatch.setattr(clock, "_offset", timedelta())  # the row is rolled back, this would stay
    templates: list[Any] = copy.deepcopy(django_settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].append("local.context.demo")
    with override_settings(
        VAR_DIR=folder, TEMPLATES=templates, DEMO_BAR_TEMPLATE="local/clock_bar.html", CLOCK_MOVABLE=True
    ):
        yield folder


def post(text: str = "Hei", *, to: str = "eeva@example.org", html: str = "", file: str = "") -> EmailMessage:
    """A message with a subject that tries to be markup."""
    message = EmailMessage()
    message["From"] = "rinnalla@example.org"
    message["To"] = to
    message["Subject"] = "<b>Vuoro</b>"
    message["Date"] = "Tue, 04 Feb 2025 14:01:00 +0200"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    if file:
        message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename=file)
    return message


def put(folder: Path, message: EmailMessage) -> str:
    """Let a message arrive; returns its key."""
    return Mailbox(folder / "mail").put(bytes(message), sender="", to=[message["To"]])


def test_clock_moves_by_hours_and_goes_back_to_the_page(browse: Browse, demo: Path) -> None:
    before = clock.now()
    answer = browse(None, "base").post("/demo/clock/", {"step": "3h", "next": "/demo/inbox/"})
    assert (answer.status_code, answer["Location"]) == (302, "/demo/inbox/")
    assert timedelta(hours=3) <= clock.now() - before < timedelta(hours=3, minutes=1)


def test_clock_moves_from_an_associations_host(browse: Browse, alfa: Association, demo: Path) -> None:
    before = clock.now()
    answer = browse(None, alfa).post("/demo/clock/", {"step": "morning"})
    assert answer.status_code == 302
    assert clock.now() > before


def test_clock_answers_json_with_the_new_time(browse: Browse, demo: Path) -> None:
    answer = browse(None, "base").post("/demo/clock/", {"step": "3h"}, headers={"accept": "application/json"})
    assert list(answer.json()) == ["now"]


def test_clock_does_not_move_back(browse: Browse, demo: Path) -> None:
    before = clock.now()
    answer = browse(None, "base").post(
        "/demo/clock/", {"step": "2020-01-01T08:00"}, headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "clock_not_forward")
    assert clock.now() - before < timedelta(minutes=1)


@pytest.mark.parametrize("way_back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_clock_never_leads_to_another_host(browse: Browse, demo: Path, way_back: str) -> None:
    answer = browse(None, "base").post("/demo/clock/", {"step": "3h", "next": way_back})
    assert answer["Location"] == "/"


def test_clock_needs_the_token_of_a_form(browse: Browse, demo: Path) -> None:
    before = clock.now()
    browse(None, "base", csrf=True).post("/demo/clock/", {"step": "3h"})
    assert clock.now() - before < timedelta(minutes=1)


def test_clock_is_not_there_outside_the_demo(browse: Browse, alfa: Association) -> None:
    assert browse(None, "base").post("/demo/clock/", {"step": "3h"}).status_code == 404
    assert browse(None, alfa).post("/demo/clock/", {"step": "3h"}).status_code == 404
    assert browse(None, "base").get("/demo/inbox/").status_code == 404


def test_bar_shows_the_time_and_its_steps(browse: Browse, demo: Path) -> None:
    page = browse(None, "base").get("/demo/inbox/?to=x").content.decode()
    assert 'value="3h"' in page
    assert 'value="morning"' in page
    assert '<input type="hidden" name="next" value="/demo/inbox/?to=x">' in page


def test_people_are_listed_by_role(browse: Browse, demo: Path) -> None:
    person = signins.SignIn(
        role="Coordinator",
        name="Satu Alatalo",
        place="Napajoki",
        url="http://napajoki.rinnalla.localhost:8000/",
        email="satu@example.org",
        password="<made up>",
    )
    signins.keep([person], var_dir=demo)
    page = browse(None, "base").get("/demo/").content.decode()
    assert "satu@example.org" in page
    assert "&lt;made up&gt;" in page
    assert 'href="http://napajoki.rinnalla.localhost:8000/"' in page


def test_people_page_says_so_when_there_is_nobody_yet(browse: Browse, demo: Path) -> None:
    page = browse(None, "base").get("/demo/").content.decode()
    assert "rn-empty" in page


@pytest.mark.parametrize("mails", [1, 3])
def test_inbox_lists_mail_newest_first(browse: Browse, demo: Path, mails: int) -> None:
    keys = [put(demo, post()) for _ in range(mails)]
    page = browse(None, "base").get("/demo/inbox/").content.decode()
    shown = [part.split("/")[0] for part in page.split('href="/demo/inbox/')[1:]]
    assert [key for key in shown if key in keys] == keys[::-1]
    assert "&lt;b&gt;Vuoro&lt;/b&gt;" in page


def test_inbox_is_narrowed_to_an_address(browse: Browse, demo: Path) -> None:
    wanted = put(demo, post(to="eeva@example.org"))
    other = put(demo, post(to="pekka@example.org"))
    page = browse(None, "base").get("/demo/inbox/", {"to": "eeva"}).content.decode()
    assert (wanted in page, other in page) == (True, False)


def test_inbox_has_pages(browse: Browse, demo: Path) -> None:
    keys = [put(demo, post()) for _ in range(26)]
    first = browse(None, "base").get("/demo/inbox/").content.decode()
    second = browse(None, "base").get("/demo/inbox/?page=2").content.decode()
    assert [key for key in keys if key not in first] == [keys[0]]
    assert [key for key in keys if key in second] == [keys[0]]
    assert 'href="?page=2"' in first


@pytest.mark.parametrize("query", ["", "?to=nobody", "?page=7", "?page=x", "?page=-1"])
def test_empty_inbox_says_what_it_is_for(browse: Browse, demo: Path, query: str) -> None:
    answer = browse(None, "base").get(f"/demo/inbox/{query}")
    assert answer.status_code == 200
    assert "rn-empty" in answer.content.decode()


def test_mail_shows_its_text_with_links_and_without_markup(browse: Browse, demo: Path) -> None:
    key = put(
        demo, post("Katso http://alfa.rinnalla.localhost:8000/shifts/?a=1&b=2 <script>alert(1)</script>")
    )
    page = browse(None, "base").get(f"/demo/inbox/{key}/").content.decode()
    assert 'href="http://alfa.rinnalla.localhost:8000/shifts/?a=1&amp;b=2"' in page
    assert "<script>alert" not in page
    assert "<iframe" not in page


def test_html_of_a_mail_is_shown_where_it_can_do_nothing(browse: Browse, demo: Path) -> None:
    key = put(demo, post(html="<p>Hei</p><script>alert(1)</script>"))
    page = browse(None, "base").get(f"/demo/inbox/{key}/").content.decode()
    assert f'src="/demo/inbox/{key}/html/"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    answer = browse(None, "base").get(f"/demo/inbox/{key}/html/")
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
    assert "allow-scripts" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_mail_without_html_has_no_html_page(browse: Browse, demo: Path) -> None:
    key = put(demo, post())
    assert browse(None, "base").get(f"/demo/inbox/{key}/html/").status_code == 404


def test_file_of_a_mail_is_saved_and_never_shown(browse: Browse, demo: Path) -> None:
    key = put(demo, post(file='vuo"ro ä.ics'))
    answer = browse(None, "base").get(f"/demo/inbox/{key}/files/1/")
    assert answer.content == b"BEGIN:VCALENDAR"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''vuoro%20%C3%A4.ics"
    assert browse(None, "base").get(f"/demo/inbox/{key}/files/2/").status_code == 404


def test_unknown_mail_is_not_found(browse: Browse, demo: Path) -> None:
    assert browse(None, "base").get("/demo/inbox/nothing/").status_code == 404


def test_demo_behind_https_does_not_start() -> None:
    base = type(django_settings.BASE_URL)
    with override_settings(DEMO=True, BASE_URL=base(scheme="https", host="rinnalla.example", port=None)):
        assert [error.id for error in checks.no_demo_in_production()] == ["local.E001"]
    with override_settings(DEMO=True):
        assert checks.no_demo_in_production() == []


def test_inbox_shows_text_messages_among_the_mail(browse: Browse, demo: Path) -> None:
    put(demo, post())
    key = Telephones(demo / "sms").put(
        to="358401234567", sender="Tunturila", text="<b>Pääsetkö?</b>", parts=2, date="nonsense"
    )
    client = browse(None, "base")
    page = client.get("/demo/inbox/").content.decode()
    assert page.index("&lt;b&gt;Pääsetkö?") < page.index("&lt;b&gt;Vuoro")
    assert "+358401234567" in page
    assert "Pääsetkö" in client.get("/demo/inbox/?to=040+123").content.decode()
    assert "Pääsetkö" not in client.get("/demo/inbox/?to=eeva").content.decode()
    one = client.get(f"/demo/inbox/sms/{key}/").content.decode()
    assert "&lt;b&gt;Pääsetkö?&lt;/b&gt;" in one
    assert client.get("/demo/inbox/sms/00000000000000000000-000000/").status_code == 404
