"""A volunteer enrols in a course on their phone, and gives the place back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_care import whole
from tests.browser.visitor import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST = "napajoki"
HEIKKI = "heikki.moilanen@example.org"


def test_volunteer_enrols_and_gives_the_place_back(visit: Visit) -> None:
    with visit(width=NARROW) as me:
        page = me.enter(HEIKKI, HOST, "/courses/")
        whole(page)
        page.locator("section[aria-labelledby=open]").get_by_role("link").first.click()
        whole(page)
        me.press("Ilmoittaudu")
        expect(page.get_by_text("Sinulla on paikka", exact=True)).to_be_visible()
        whole(page)
        me.press("Luovu paikasta")
        page.locator("#confirm").get_by_role("button", name="Luovu paikasta").click()
        expect(page.get_by_role("button", name="Ilmoittaudu")).to_be_visible()
