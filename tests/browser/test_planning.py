"""Planning with the mouse and without it: the calendar, dragging, what is asked, and the undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST, SATU, PLAN = "napajoki", "satu.alatalo@example.org", "/coordinate/shifts/"


def whole(page: Page) -> None:
    """It fits, and axe finds nothing, in both themes."""
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert (axe_findings(page), overflow(page)) == ([], 0), (page.url, theme)


def test_shift_is_dragged_undone_and_moved_by_keyboard(visit: Visit) -> None:
    with visit() as me:
        page = me.enter(SATU, HOST, f"{PLAN}?view=clock")
        draft = page.locator(".rn-event--draft").first
        expect(draft).to_be_visible()
        whole(page)
        before = draft.inner_text()
        draft.scroll_into_view_if_needed()
        box = draft.bounding_box()
        assert box
        page.mouse.move(box["x"] + 20, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + 20, box["y"] + 40, steps=6)
        page.mouse.move(box["x"] + 20, box["y"] + 62, steps=6)
        page.mouse.up()
        expect(page.locator(".rn-toast")).to_contain_text(" on nyt ")
        page.locator(".rn-toast").get_by_role("button", name="Kumoa").click()
        expect(page.locator(".rn-toast")).to_contain_text("on taas vanhalla ajallaan.")
        expect(draft).to_have_text(before)
        for view in ("month", "list"):
            me.open(HOST, f"{PLAN}?view={view}")
            expect(page.locator(".rn-event").first).to_be_visible()
            whole(page)
        # The same by keyboard: open the shift, choose another time.
        page.locator(".rn-event--draft").first.focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Toinen aika").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Toinen aika")
        whole(page)
        page.get_by_label("Alkaa").fill("14:00")
        page.get_by_label("Päättyy").fill("16:00")
        page.get_by_role("button", name="Siirrä vuoro").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".rn-toast")).to_contain_text("14–16")
        me.open(HOST, f"{PLAN}roster/")
        whole(page)
