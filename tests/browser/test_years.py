"""The federation closes a year: who is missing, frozen, given out as files, noted as sent."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from local.stack import Stack
from tests.browser.visitor import NARROW, visiting
from web.fingerprints import fingerprint

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEDERATION = "rinnakkain"
ADMINISTRATOR, ANALYST = "ilkka.forsman@example.org", "veera.tanskanen@example.org"
# From paper: nothing else in the demo waits for it.
YEAR = 2023


def _file(page: Page, form: str) -> bytes:
    with page.expect_download() as coming:
        page.locator(f"a[href='/years/{YEAR}/file/{form}/']").click()
    return Path(coming.value.path()).read_bytes()


def test_administrator_closes_a_year_and_nobody_changes_it(chrome: Browser, stack: Stack) -> None:
    with visiting(chrome, stack, width=NARROW) as ilkka:
        page = ilkka.enter(ADMINISTRATOR, FEDERATION, "/years/")
        page.get_by_role("link", name=str(YEAR), exact=True).click()
        page.wait_for_url(f"**/years/{YEAR}/")
        ilkka.press("Aloita sulkeminen")
        expect(page.locator(".rn-toast")).to_contain_text(f"Vuoden {YEAR} sulkeminen on aloitettu")
        page.get_by_role("link", name="Jäädytä …").click()
        page.get_by_role("button", name="Jäädytä vuosi").click()
        expect(page.locator(".rn-toast")).to_contain_text(f"Vuosi {YEAR} on jäädytetty")
        expect(page.locator("#versions")).to_be_visible()
        data = json.loads(_file(page, "json"))
        assert data["sha256"] == fingerprint(data["content"])
        assert _file(page, "pdf").startswith(b"%PDF")
        page.get_by_role("link", name="Merkitse lähetetyksi …").click()
        page.locator("#id_to").fill("STEA")
        ilkka.press("Tallenna")
        expect(page.locator("main")).to_contain_text("STEA")
        page.get_by_role("link", name=re.compile("Versio 1")).click()
        page.wait_for_url(f"**/years/{YEAR}/versions/1/")
        expect(page.locator("main")).to_contain_text(data["sha256"])
    with visiting(chrome, stack) as veera:
        page = veera.enter(ANALYST, FEDERATION, f"/years/{YEAR}/")
        expect(page.get_by_role("button", name="Aloita sulkeminen")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("Versio 1")
