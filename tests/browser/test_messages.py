"""How one is told: chosen on one's own page, or by a coordinator; and what the summary brings."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from local.stack import Stack
from tests.browser.conftest import Visit
from tests.browser.visitor import HEIGHT, NARROW, Visitor, soon
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EEVA, SATU = "eeva.salmela@example.org", "satu.alatalo@example.org"
GUNVOR = "gunvor.nygard@example.org"
CHOICES = "/messages/choices/"


def is_whole(page: Page) -> None:
    assert axe_findings(page) == []
    assert overflow(page) == 0


def choose(me: Visitor, name: str, value: str, *, save: str) -> None:
    me.page.locator(f"input[name={name}][value={value}]").check()
    me.press(save)
    expect(me.page.locator(".rn-toast")).to_be_visible()


def test_one_chooses_how_one_is_told_and_a_coordinator_finds_it_so(visit: Visit) -> None:
    with visit(width=NARROW) as me, visit() as coordinator:
        page = me.enter(EEVA, "napajoki", "/messages/")
        me.press("Miten saan viestit")
        expect(page.get_by_role("heading", level=1)).to_have_text("Miten saan viestit")
        page.locator("select[name=quiet_from]").select_option("22:00")
        page.get_by_label("Vuorokautta ennen", exact=True).check()
        page.locator("summary", has_text="Valitse yksitellen").first.click()
        is_whole(page)
        choose(me, "group_shifts", "inbox", save="Tallenna")
        expect(page.locator("select[name=quiet_from]")).to_have_value("22:00")
        expect(page.locator("input[name=group_shifts][value=inbox]")).to_be_checked()
        theirs = coordinator.enter(SATU, "napajoki", "/coordinate/people/?q=Salmela")
        theirs.get_by_role("link", name=re.compile("Salmela")).first.click()
        coordinator.press("Miten viestit tulevat")
        expect(theirs.locator("input[name=group_shifts][value=inbox]")).to_be_checked()
        is_whole(theirs)
        theirs.set_viewport_size({"width": NARROW, "height": HEIGHT})
        is_whole(theirs)
        choose(coordinator, "group_shifts", "email", save="Tallenna")
        expect(theirs.locator("main")).to_contain_text("Merkitsi Satu Alatalo henkilön puolesta.")


def test_what_is_gathered_comes_in_one_mail_whose_link_stops_it(visit: Visit, stack: Stack) -> None:
    """In Swedish: the message stands in the app at once, the mail comes when its time has come."""
    with visit(language="sv-SE", width=NARROW) as me, visit(language="sv-SE", width=NARROW) as stranger:
        page = me.enter(GUNVOR, "kusten", CHOICES)
        now = re.search(r"kl\.\s(\d+)", page.locator("body").inner_text())
        assert now
        page.locator("select[name=digest_at]").select_option(f"{int(now[1]) + 1:02}:30")
        choose(me, "group_shifts", "digest", save="Spara")
        me.open("kusten", "/shifts/")
        page.locator("form[action$='/sign-up/'] button").last.click()  # it has not begun when the mail comes
        expect(page.locator(".rn-toast")).to_be_visible()
        soon(lambda: "here" if me.open("kusten", "/messages/?show=new").locator(".rn-list a").count() else "")
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
