"""The main journey in a browser that runs no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_shift_is_taken_and_given_back_without_script(visit: Visit) -> None:
    with visit(script=False) as me:
        page = me.enter("heikki.moilanen@example.org", "napajoki", "/shifts/", anew=True)
        line = page.locator(".rn-item:has(form[action$='/sign-up/'])").first
        shift = line.locator("form").get_attribute("action")
        assert shift
        line.get_by_role("button").click()
        expect(page.locator(".rn-toast")).to_contain_text("Sinä tulet: ")
        me.open("napajoki", shift.removesuffix("sign-up/"))
        me.press("En pääse")
        expect(page.locator(".rn-toast")).to_contain_text("Paikkasi on nyt vapaa toiselle.")
        expect(page.get_by_role("button", name="Ota vuoro")).to_be_visible()
        page.locator("button[name=theme][value=dark] >> visible=true").first.click()
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        me.open("napajoki", "/me/")
        me.press("Kirjaudu ulos")
        page.goto(me.stack.url("napajoki", "/shifts/"))
        page.wait_for_url(re.compile(r"//id\."))


def test_shift_is_cancelled_on_a_page_of_its_own_without_script(visit: Visit) -> None:
    with visit(script=False) as me:
        page = me.enter("satu.alatalo@example.org", "napajoki", "/coordinate/shifts/new/")
        role = page.locator("#id_role option[value]:not([value=''])").first.get_attribute("value")
        assert role
        page.locator("#id_role").select_option(role)
        for name, value in {"day": "2025-02-23", "start": "05:00", "end": "06:00"}.items():
            page.locator(f"#id_{name}").fill(value)
        me.press("Julkaise")
        page.wait_for_url(re.compile(r"/coordinate/shifts/[0-9a-f-]{36}/$"))
        me.press("Peru vuoro")
        page.wait_for_url(re.compile(r"/cancel/$"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Perutaanko vuoro?")
        me.press("Peru vuoro")
        expect(page.locator("main")).to_contain_text("Tämä vuoro on peruttu.")
