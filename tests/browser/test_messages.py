"""How one is told: chosen on one's own page, or by a coordinator."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import HEIGHT, NARROW, Visitor
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EEVA, SATU = "eeva.salmela@example.org", "satu.alatalo@example.org"
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
