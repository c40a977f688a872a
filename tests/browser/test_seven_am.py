"""At seven somebody cannot come at ten: the coordinator's telephone at eight, and the first who says yes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from local.stack import Stack
from tests.browser.conftest import Visit
from tests.browser.test_month import whole
from tests.browser.visitor import HEIGHT, NARROW, WIDE, in_language, soon, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST = "napajoki"
PHONE, DESK = ViewportSize(width=NARROW, height=HEIGHT), ViewportSize(width=WIDE, height=HEIGHT)
HEIKKI, SATU = "heikki.moilanen@example.org", "satu.alatalo@example.org"
TODAY_AT_TEN = re.compile(r"3(\.2| Feb)\D.*\b10\b")
LINK = re.compile(r"http\S+/call/\?t=\S+")


def test_shift_at_ten_has_somebody_again(visit: Visit, chrome: Browser, stack: Stack) -> None:
    with visit() as satu:
        page = satu.enter(SATU, HOST, "/coordinate/?kind=shifts.stand_in")
        in_language(page, "fi")
        page.set_viewport_size(PHONE)
        need = page.get_by_role("link", name=re.compile("Katso, keneltä on kysytty")).first
        whole(page)
        need.click()
        expect(page.locator("main")).to_contain_text("OLKA-päivystys")
        asked = page.url
        whole(page)

        answered_by = _say_yes(chrome, stack)

        page.set_viewport_size(DESK)
        in_language(page, "sv")
        page.set_viewport_size(PHONE)
        page.goto(asked)
        expect(page.get_by_text("Någon hittades").first).to_be_visible()
        whole(page)
        page.goto(asked.removesuffix("call/"))
        expect(page.locator("main")).to_contain_text(answered_by)
        whole(page)
        page.set_viewport_size(DESK)
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
        leave = page.locator("form[action^='/shifts/'][action$='/cancel/']").first
        me.open(HOST, (leave.get_attribute("action") or "").removesuffix("cancel/"))
        me.press("I can't make it")
        expect(page.get_by_text("We are looking for a stand-in").first).to_be_visible()
        whole(page)
        page.locator(".rn-toast").get_by_role("button", name="Undo").click()
        expect(page.get_by_role("button", name="I can't make it")).to_be_visible()
        whole(page)
        in_language(page, "fi")
