"""At seven somebody cannot come at ten: the coordinator's telephone at eight, and the first who says yes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from local.stack import Stack
from tests.browser.conftest import Visit
from tests.browser.test_month import whole
from tests.browser.visitor import NARROW, in_language, soon, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST = "napajoki"
HEIKKI, SATU = "heikki.moilanen@example.org", "satu.alatalo@example.org"
TODAY_AT_TEN = re.compile(r"3(\.2| Feb)\D.*\b10\b")
LINK = re.compile(r"http\S+/call/\?t=\S+")


def test_shift_at_ten_has_somebody_again(visit: Visit, chrome: Browser, stack: Stack) -> None:
    with visit(width=NARROW) as satu:
        page = satu.enter(SATU, HOST, "/coordinate/?kind=shifts.stand_in")
        in_language(page, "fi")
        need = page.get_by_role("link", name=re.compile("Katso, keneltä on kysytty")).first
        whole(page)
        need.click()
        expect(page.locator("main")).to_contain_text("OLKA-päivystys")
        asked = page.url
        whole(page)

        answered_by = _say_yes(chrome, stack)

        in_language(page, "sv")
        page.goto(asked)
        expect(page.locator("main")).to_contain_text(answered_by)
        expect(page.get_by_text("Kommer", exact=True).first).to_be_visible()
        whole(page)
        in_language(page, "fi")


def _say_yes(chrome: Browser, stack: Stack) -> str:
    """Somebody who was asked opens the link of their mail on a telephone, without signing in."""

    def look() -> str:
        for one in stack.mailbox.summaries():
            if TODAY_AT_TEN.search(one.subject) and (found := LINK.search(stack.mailbox.read(one.key).text)):
                return found[0]
        return ""

    with visiting(chrome, stack, width=NARROW) as me:
        me.page.goto(soon(look))
        whole(me.page)
        me.page.locator("button[name=answer][value=yes]").click()
        expect(me.page.locator("button[name=answer]")).to_have_count(0)
        whole(me.page)
        return _called(me.page)


def _called(page: Page) -> str:
    """The first name that the page says thank you to."""
    found = re.search(r"(\w+)!", page.get_by_role("heading", level=1).inner_text())
    assert found
    return found[1]


def test_volunteer_who_cannot_come_presses_once_and_may_change_their_mind(visit: Visit) -> None:
    """Tomorrow at two: nobody asks why, somebody is looked for, and until then it can be taken back."""
    with visit(width=NARROW) as me:
        page = me.enter(HEIKKI, HOST, "/home/")
        in_language(page, "en")
        page.locator("a[href^='/shifts/'][href$='/'] >> visible=true").first.click()
        me.press("I can't make it")
        expect(page.get_by_role("heading", name="We are looking for a stand-in")).to_be_visible()
        whole(page)
        me.press("I can come after all")
        expect(page.get_by_role("heading", name="You are coming")).to_be_visible()
        whole(page)
        in_language(page, "fi")
