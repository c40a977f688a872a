"""What is wrong is said in a sentence, where it is wrong, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from local.stack import Stack
from tests.browser.conftest import Visit
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEIKKI, SATU = "heikki.moilanen@example.org", "satu.alatalo@example.org"
SKIPPED = (
    "30.3.2025 kello ei ollut koskaan 03:30, koska kelloja siirrettiin eteenpäin. "
    "Valitse aika ennen tai jälkeen."
)


def fill(page: Page, **typed: str) -> None:
    """Type into the fields with these names."""
    for name, value in typed.items():
        page.locator(f"#id_{name}").fill(value)


def kept(page: Page, **typed: str) -> None:
    """What was typed is still there."""
    for name, value in typed.items():
        expect(page.locator(f"#id_{name}")).to_have_value(value)


def choose_first(page: Page, name: str) -> str:
    """Choose the first real choice of a list; its value."""
    value = page.locator(f"#id_{name} option[value]:not([value=''])").first.get_attribute("value")
    assert value
    page.locator(f"#id_{name}").select_option(value)
    return value


HOURS = {
    "end before start": (
        {"day": "2025-02-01", "starts": "14:00", "ends": "12:00"},
        "Lopun on oltava alun jälkeen. Jos olit yön yli, valitse, että se päättyi seuraavana päivänä.",
    ),
    "skipped time": (
        {"day": "2025-03-30", "starts": "03:30", "ends": "05:00"},
        SKIPPED,
    ),
    "not passed yet": (
        {"day": "2025-02-20", "starts": "12:00", "ends": "14:00"},
        "Tämä aika ei ole vielä kulunut. Kirjaa tunnit, kun olet tehnyt ne.",
    ),
}


@pytest.mark.parametrize("case", HOURS)
def test_wrong_hours_are_explained_and_kept(visit: Visit, case: str) -> None:
    typed, sentence = HOURS[case]
    with visit() as me:
        page = me.enter(HEIKKI, "napajoki", "/hours/new/")
        role = choose_first(page, "role")
        fill(page, **typed)
        page.locator("main form:has(#id_starts) button[type=submit]").first.click()
        expect(page.get_by_text(sentence).first).to_be_visible()
        kept(page, **typed, role=role)


SHIFTS = {
    "skipped time": (
        {"day": "2025-03-30", "start": "03:30", "end": "05:00"},
        SKIPPED,
    ),
    "past": (
        {"day": "2025-01-10", "start": "12:00", "end": "14:00"},
        "Alku on menneisyydessä. Valitse aika, joka on vielä edessä.",
    ),
    "end at start": (
        {"day": "2025-02-20", "start": "12:00", "end": "12:00"},
        "Lopun pitää olla alun jälkeen.",
    ),
}


def test_wrong_shift_is_explained_and_kept(visit: Visit) -> None:
    """All cases after one sign-in: the next one as the same coordinator would wait for another code."""
    with visit() as me:
        page = me.enter(SATU, "napajoki", "/coordinate/shifts/new/")
        for case, (times, sentence) in SHIFTS.items():
            typed = {**times, "title": f"Kokeilu ”{case}”", "places": "4"}
            me.open("napajoki", "/coordinate/shifts/new/")
            role = choose_first(page, "role")
            fill(page, **typed)
            me.press("Julkaise")
            expect(page.get_by_text(sentence).first).to_be_visible()
            kept(page, **typed, role=role)
            me.errors.clear()  # the console tells of the 422


SENDING = {
    "reply_to": ("toimisto@", "Kirjoita koko osoite, esimerkiksi toimisto@example.org."),
    "sms_sender": ("Mielen näkö", "Kirjoita enintään 11 kirjainta, numeroa ja yksittäistä väliä"),
    "sms_parts_a_month": ("-1", "Kirjoita kokonaisluku, esimerkiksi 200, tai jätä tyhjäksi."),
}


def test_wrong_sending_is_explained_and_kept_on_a_page_that_is_whole(visit: Visit) -> None:
    with visit(width=390) as me:
        page = me.enter(SATU, "napajoki", "/coordinate/settings/sending/")
        typed = {name: wrong for name, (wrong, _sentence) in SENDING.items()}
        fill(page, **typed)
        me.press("Tallenna")
        for _wrong, sentence in SENDING.values():
            expect(page.locator("main .rn-error", has_text=sentence).first).to_be_visible()
        kept(page, **typed)
        assert axe_findings(page) == []
        assert overflow(page) == 0
        me.errors.clear()  # the console tells of the 400


def test_wrong_password_keeps_the_address(visit: Visit, stack: Stack) -> None:
    with visit() as me:
        page = me.open("id", "/account/login/")
        page.locator("details.rn-fold > summary").click()
        fill(page, login=HEIKKI, password="not this one")
        page.locator("form:has(#id_password) button[type=submit]").click()
        expect(
            page.locator("form:has(#id_password) .rn-error, form:has(#id_password) [role=alert]").first
        ).to_be_visible()
        kept(page, login=HEIKKI)
        assert "http" not in page.locator("main").inner_text()


def test_unknown_host_is_told_so(visit: Visit) -> None:
    with visit() as me:
        page = me.open("olematon", "/", status=404)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        me.errors.clear()  # the console tells of the 404


def test_unknown_page_leads_to_the_front_page(visit: Visit, stack: Stack) -> None:
    with visit() as me:
        page = me.open("napajoki", "/olematon/", status=404)
        expect(page.get_by_role("heading", level=1)).to_have_text("Tässä osoitteessa ei ole mitään.")
        me.press("Etusivulle")
        page.wait_for_url(stack.url("napajoki"))
        me.errors.clear()  # the console tells of the 404


def test_used_and_made_up_handoffs_are_refused_with_a_way_on(visit: Visit, stack: Stack) -> None:
    links: list[str] = []
    with visit() as me, visit() as thief:
        me.page.on(
            "request", lambda request: links.append(request.url) if "/handoff/?code=" in request.url else None
        )
        me.enter(HEIKKI, "napajoki", "/home/")
        for link in (links[-1], stack.url("napajoki", "/handoff/?code=made-up&next=/home/")):
            thief.page.goto(link)
            expect(thief.page.locator("main")).to_contain_text(
                "Kirjautumislinkki on vanhentunut tai jo käytetty. Kirjaudu uudelleen."
            )
        thief.errors.clear()  # the console tells of the refusal
        me.page.goto(links[-1])
        me.page.wait_for_url(stack.url("napajoki", "/home/"))
        thief.press("Kirjaudu")
        thief.page.wait_for_url(re.compile(r"//id\."))
