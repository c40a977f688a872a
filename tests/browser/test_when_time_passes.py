"""What comes as time passes. These move the clock that all see, so they come after what has its hour."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from local.stack import Stack
from tests.browser.conftest import Visit
from tests.browser.test_messages import CHOICES, choose, is_whole
from tests.browser.visitor import NARROW, soon

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GUNVOR = "gunvor.nygard@example.org"
NEW = "/messages/?show=new"


def test_what_is_gathered_comes_in_one_mail_whose_link_stops_it(visit: Visit, stack: Stack) -> None:
    """In Swedish: the message stands in the app at once, the mail comes when its time has come."""
    with visit(language="sv-SE", width=NARROW) as me, visit(language="sv-SE", width=NARROW) as stranger:
        page = me.enter(GUNVOR, "kusten", CHOICES)
        now = re.search(r"kl\.\s(\d+)", page.locator("body").inner_text())
        assert now
        page.locator("select[name=digest_at]").select_option(f"{int(now[1]) + 1:02}:30")
        choose(me, "group_shifts", "digest", save="Spara")
        told = me.open("kusten", NEW).locator(".rn-list a").count()
        me.open("kusten", "/shifts/")
        page.locator("form[action$='/sign-up/'] button").last.click()  # it has not begun when the mail comes
        expect(page.locator(".rn-toast")).to_be_visible()
        # Told before the clock moves, or it would be gathered for the next day.
        soon(lambda: "here" if me.open("kusten", NEW).locator(".rn-list a").count() > told else "")
        is_whole(page)
        page.locator(".rn-list a").first.click()
        expect(page.locator(".rn-dl")).to_be_visible()
        is_whole(page)
        before = {one.key for one in stack.mailbox.summaries(to=GUNVOR)}
        page.locator("button[name=step]").first.click()  # three hours
        key = soon(
            lambda: next(
                (one.key for one in stack.mailbox.summaries(to=GUNVOR) if one.key not in before), ""
            ),
            seconds=180,  # three hours of all associations are worked off
        )
        text = stack.mailbox.read(key).text
        assert "eftersom du har valt att få meddelanden" in text
        link = next(line for line in text.splitlines() if "/unsubscribe/?t=" in line)
        theirs = stranger.page
        theirs.goto(link)
        is_whole(theirs)
        stranger.press("Sluta skicka de här")
        expect(theirs.get_by_role("heading", level=1)).to_have_text("De kommer inte längre")
        is_whole(theirs)
        me.open("kusten", CHOICES)
        expect(page.locator("input[name=group_shifts][value=digest]")).not_to_be_checked()
