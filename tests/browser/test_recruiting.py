"""From a poster's code on a phone to an active volunteer, and the board without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from local.stack import Stack
from tests.browser.visitor import NARROW, Visitor, soon, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SATU = "satu.alatalo@example.org"
OILI = "oili.rantala@example.org"
BOARD = "/coordinate/applications/"


def letter(stack: Stack, words: str) -> str:
    """The text of the newest mail to Oili whose subject has these words."""

    def look() -> str:
        return next((one.key for one in stack.mailbox.summaries(to=OILI) if words in one.subject), "")

    return stack.mailbox.read(soon(look)).text


def link_in(text: str) -> str:
    """The one link with a secret in it."""
    found = re.search(r"http\S+token=\S+", text)
    assert found
    return found[0]


def _apply(me: Visitor) -> None:
    page = me.open("napajoki", "/")
    page.get_by_role("link", name=re.compile("^Lue lisää ja hae.*Ruokakassijakelu")).click()
    page.goto(f"{page.url}?from=poster")
    page.get_by_role("link", name=re.compile("^Hae.*Ruokakassijakelu")).click()
    page.locator("#id_given_name").fill("Oili")
    page.locator("#id_email").fill(OILI)
    page.locator("#id_why").fill("Asun lähellä.")
    page.wait_for_timeout(3100)  # nobody fills in a form in less
    me.press("Lähetä hakemus")
    expect(page.locator("#id_given_name")).to_have_value("Oili")  # the last name is missing, nothing is lost
    page.locator("#id_family_name").fill("Rantala")
    page.get_by_label("Yhdistys saa tallentaa").check()
    page.wait_for_timeout(3100)
    me.press("Lähetä hakemus")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hakemuksesi on perillä")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_applicant_becomes_an_active_volunteer(chrome: Browser, stack: Stack) -> None:
    with visiting(chrome, stack, width=NARROW) as me:
        _apply(me)
    with visiting(chrome, stack, width=NARROW) as me:
        me.page.goto(link_in(letter(stack, "hakemuksesi")))
        assert me.page.url == stack.url("napajoki", "/application/")
        expect(me.page.get_by_role("heading", level=1)).to_have_text("Hakemuksesi on perillä")
    with visiting(chrome, stack) as satu:
        page = satu.enter(SATU, "napajoki", BOARD)
        card = page.locator("[data-stage=submitted] [data-card]", has_text="Oili Rantala")
        card.locator("select").select_option("in_review")
        card.get_by_role("button").click()
        card = page.locator("[data-stage=in_review] [data-card]", has_text="Oili Rantala")
        expect(card).to_have_count(1)
        card.get_by_role("link", name="Oili Rantala").click()
        satu.press("Hyväksy")
        page.get_by_label("heti aktiivisena").check()
        page.locator("form:has(#id_who_0) button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("Rekisterissä nimellä Oili Rantala")
    with visiting(chrome, stack, width=NARROW) as me:
        page = me.page
        page.goto(link_in(letter(stack, "kutsuu")))
        page.locator("main form button[type=submit]").last.click()
        page.goto(stack.url("napajoki", "/home/"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Oili")


def test_board_works_without_script(chrome: Browser, stack: Stack) -> None:
    with visiting(chrome, stack, script=False) as satu:
        page = satu.enter(SATU, "napajoki", BOARD)
        card = page.locator("[data-stage=submitted] [data-card]", has_text="Aino Kemppainen")
        card.locator("select").select_option("in_review")
        card.get_by_role("button").click()
        expect(page.locator("[data-stage=in_review]")).to_contain_text("Aino Kemppainen")
