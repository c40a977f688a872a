"""A volunteer takes their data along, and asks to be erased; a coordinator carries it out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import HEIGHT, NARROW
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST, NAME = "peramaa", "Aila Karppinen"
AILA, COORDINATOR = "aila.karppinen@example.org", "anne.kinnari@example.org"


def test_download_my_data(visit: Visit, tmp_path: Path) -> None:
    with visit() as me:
        page = me.enter(AILA, HOST, "/me/data/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Omat tietoni")
        assert axe_findings(page) == []
        assert overflow(page) == 0
        me.press("Valmistele tiedostot")
        ready = page.get_by_text("Tiedostosi ovat valmiina.")
        expect(ready).to_be_visible(timeout=60_000)
        told = json.loads(fetch(page, "Lataa ohjelmia varten (JSON)", tmp_path))
        assert told["kept"]["person_user_uuid"][0]["family_name"] == "Karppinen"
        assert len(told["kept"]["hoursentry_person"]) > 3
        assert fetch(page, "Lataa luettavaksi (PDF)", tmp_path)[:5] == b"%PDF-"


def fetch(page: Page, label: str, folder: Path) -> bytes:
    """What a press on a link lets one keep."""
    with page.expect_download() as download:
        page.get_by_role("link", name=label).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path.read_bytes()


def test_erase_me(visit: Visit) -> None:
    with visit() as me, visit() as coordinator:
        me.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        page = me.enter(AILA, HOST, "/me/data/")
        me.press("Poista tietoni…")
        page.get_by_label("Vahvista kirjoittamalla").fill("Aila")
        me.press("Pyydä tietojesi poistamista")
        expect(page.get_by_text("Tämä on eri nimi.").first).to_be_visible()
        page.get_by_label("Vahvista kirjoittamalla").fill(NAME)
        assert axe_findings(page) == []
        assert overflow(page) == 0
        me.press("Pyydä tietojesi poistamista")
        expect(page.get_by_text("Olet pyytänyt tietojesi poistamista")).to_be_visible()
        theirs = coordinator.enter(COORDINATOR, HOST, "/coordinate/data/")
        theirs.get_by_role("link", name="Katso ja poista").click()
        theirs.get_by_label("Vahvista kirjoittamalla").fill(NAME)
        assert axe_findings(theirs) == []
        coordinator.press("Poista lopullisesti")
        expect(theirs.get_by_text("Kukaan ei ole pyytänyt tietojensa poistamista.")).to_be_visible()
        assert NAME not in theirs.locator("main").inner_text()
        me.open(HOST, "/me/data/", status=404)
        me.errors.clear()  # the browser tells its console of the 404
