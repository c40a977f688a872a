"""A volunteer's phone without a connection: the next shifts as they stood, until they sign out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.pages import NAPAJOKI
from tests.browser.visitor import NARROW, soon
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VOLUNTEER = "heikki.moilanen@example.org"
# What lies in the browser besides that with which pages are drawn.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  return found.filter(path => !path.startsWith("/static/")).sort().join(" ");
}"""


def test_next_shifts_are_read_offline_and_are_gone_after_signing_out(visit: Visit) -> None:
    with visit(width=NARROW, worker=True) as visitor:
        page = visitor.enter(VOLUNTEER, NAPAJOKI, "/shifts/", anew=True)
        soon(lambda: "kept" if page.evaluate(KEPT) == "/me/device/ /offline/" else "")
        first = visitor.open(NAPAJOKI, "/me/device/").locator("h2").first.inner_text()

        with visitor.without_connection():
            seen = visitor.open(NAPAJOKI, "/home/").locator("main").inner_text()
            assert "Sinulla ei ole yhteyttä" in seen
            assert re.search(r"Tällaisina seuraavat vuorosi olivat \w\w\s\d+\.\d+\.\d{4}\sklo", seen)
            assert page.locator("h2").first.inner_text() == first
            assert (axe_findings(page), overflow(page)) == ([], 0)

        # The copy leaves by itself, which would break off whatever is opened meanwhile.
        expect(page.locator("body[data-copy]")).to_have_count(0)
        page.wait_for_load_state()
        visitor.open(NAPAJOKI, "/me/").locator("main form[action='/signout/'] button").click()
        soon(lambda: "gone" if page.evaluate(KEPT) == "/offline/" else "")
        with visitor.without_connection():
            seen = visitor.open(NAPAJOKI, "/home/").locator("main").inner_text()
            assert "eikä tässä laitteessa säilytetä vuoroja" in seen
