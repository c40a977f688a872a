"""Somebody of two associations brings their record from one to the other, by their own consent."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import HEIGHT, NARROW
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HERE = "vanajaranta"
MARKKU, COORDINATOR = "markku.rautala@example.org", "niina.vuorela@example.org"


def test_person_brings_their_record_and_the_coordinator_takes_it_in(visit: Visit) -> None:
    with visit() as me, visit() as coordinator:
        me.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        page = me.enter(MARKKU, HERE, "/me/data/")
        me.press("Tuo tietoni muualta")
        page.get_by_label(re.compile("Suvan")).first.check()
        assert axe_findings(page) == []
        assert overflow(page) == 0
        me.press("Katso ensin")
        _arrived(page)
        said = page.locator("section[aria-labelledby=brought]").inner_text()
        assert re.search(r"\d{4}: \d+ ", said), said

        # Until Markku agrees nobody here sees it.
        theirs = coordinator.enter(COORDINATOR, HERE, "/coordinate/people/?q=Rautala")
        theirs.get_by_role("link", name="Markku Rautala").first.click()
        theirs.wait_for_load_state()
        expect(theirs.locator("#carried")).to_have_count(0)

        me.press("Anna koordinaattoreille")
        expect(page.get_by_role("button", name="Anna koordinaattoreille")).to_be_visible()
        page.get_by_label(re.compile("Suostun siihen")).check()
        assert axe_findings(page) == []
        me.press("Anna koordinaattoreille")
        expect(page.get_by_text("Tämän yhdistyksen koordinaattorit voivat nyt lukea tiedot.")).to_be_visible()

        theirs.reload()
        expect(theirs.locator("#carried")).to_be_visible()
        theirs.get_by_role("button", name=re.compile("^Ota vastaan")).click()
        expect(theirs.get_by_text(re.compile("ottanut vastaan Niina Vuorela"))).to_be_visible()

        # It stays Markku's own: removed, it is gone from the coordinator's page as well.
        page.reload()
        page.get_by_role("button", name=re.compile("^Poista")).first.click()
        expect(page.locator("#brought")).to_have_count(0)
        theirs.reload()
        expect(theirs.locator("#carried")).to_have_count(0)


def _arrived(page: Page) -> None:
    """The job brings it within moments; the page is looked at again until it has come."""
    offer = page.get_by_role("button", name="Anna koordinaattoreille")
    for _ in range(30):
        if offer.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(offer).to_be_visible()
