"""A month is planned in three languages: what repeats, a new time, a gap that is filled, the roster."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor, in_language
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST, SATU, PLAN = "napajoki", "satu.alatalo@example.org", "/coordinate/shifts/"
TITLE = "Digi-ilta"


def test_month_is_planned_in_three_languages(visit: Visit, tmp_path: Path) -> None:
    with visit() as me:
        page = me.enter(SATU, HOST, f"{PLAN}series/new/")
        in_language(page, "fi")
        _repeat(me)
        in_language(page, "sv")
        _move_by_keyboard(me)
        in_language(page, "en")
        name = _fill_a_gap(me)
        in_language(page, "fi")
        me.open(HOST, f"{PLAN}roster/")
        expect(page.locator("main")).to_contain_text(name)
        whole(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="PDF-tiedostona").click()
        download.value.save_as(tmp_path / "roster.pdf")
        assert (tmp_path / "roster.pdf").read_bytes()[:5] == b"%PDF-"


def _repeat(me: Visitor) -> None:
    """Tuesdays and Fridays of June; Midsummer's Eve is left out, and says so before anything is made."""
    page = me.page
    for weekday in ("1", "4"):
        page.locator(f"input[name=weekdays][value='{weekday}']").check()
    said = {"start_1": "16:00", "end_1": "18:00", "from_on": "2025-06-02", "until_on": "2025-06-30"}
    for name, value in {**said, "title": TITLE, "places": "2"}.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_role").select_option(label="Digikaveri")
    page.locator("#id_site").select_option(label="Kirjaston ryhmätila")
    me.press("Näytä päivät")
    expect(page.get_by_role("heading", name="7 vuoroa")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Juhannusaatto")
    whole(page)
    me.press("Julkaise 7 vuoroa")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    whole(page)


def _move_by_keyboard(me: Visitor) -> None:
    """From the month on the wall to one evening of it, an hour later."""
    page = me.open(HOST, f"{PLAN}?view=month&week=2025-06-10")
    expect(page.locator(".rn-event", has_text=TITLE).first).to_be_visible()
    whole(page)
    me.open(HOST, f"{PLAN}?view=list&week=2025-06-10")
    page.locator(".rn-event", has_text=TITLE).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="En annan tid").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("En annan tid")
    page.locator("#id_start").fill("17:00")
    page.locator("#id_end").fill("19:00")
    page.get_by_role("button", name="Flytta passet").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rn-toast")).to_contain_text("17–19")
    whole(page)


def _fill_a_gap(me: Visitor) -> str:
    """The first shift that lacks somebody gets who does the role and is free. Returns their name."""
    page = me.open(HOST, PLAN)
    gap = page.locator("a[href$='/call/'] >> visible=true").first
    shift = (gap.get_attribute("href") or "").removesuffix("call/")
    whole(page)
    me.open(HOST, shift)
    me.press("Who does this role and is free?")
    expect(page.get_by_role("heading", name="Do this role and are free at that time")).to_be_visible()
    whole(page)
    line = page.locator(".rn-item:has(form button[name=person])").first
    name = line.locator(".rn-item__title").inner_text().strip()
    line.locator("button[name=person]").first.click()
    page.wait_for_url(re.compile(rf"{shift}$"))
    expect(page.locator("main")).to_contain_text(name)
    whole(page)
    return name


def whole(page: Page) -> None:
    """It fits, and axe finds nothing."""
    assert (axe_findings(page), overflow(page)) == ([], 0), page.url
