"""Telling of an incident in two minutes on a phone, its handling by the owner, and certificates."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST = "napajoki"
HEIKKI, SATU = "heikki.moilanen@example.org", "satu.alatalo@example.org"
TOLD = "Kaaduin pyörällä matkalla vuoroon. Polveen tuli haava, ja pyörän lamppu meni rikki."


def test_incident_is_told_taken_up_and_handled(visit: Visit) -> None:
    with visit(width=390) as me, visit() as owner:
        page = me.enter(HEIKKI, HOST, "/home/")
        me.press("Jos jotain sattuu")
        whole(page)
        me.press("Kerro, mitä tapahtui")
        page.get_by_label("tapaturma tai läheltä piti -tilanne").check()
        page.get_by_label("minulle").check()
        me.press("Lähetä ilmoitus")
        expect(page.get_by_text("Tämä kenttä vaaditaan.").first).to_be_visible()
        whole(page)
        me.errors.clear()  # the browser tells its console that something is missing
        page.get_by_label("Mitä tapahtui ja missä?").fill(TOLD)
        me.press("Lähetä ilmoitus")
        expect(page.get_by_text("Kiitos, että kerroit. Asia otetaan käsittelyyn.")).to_be_visible()
        expect(page.get_by_text("ilmoitettu", exact=True).first).to_be_visible()
        whole(page)

        theirs = owner.enter(SATU, HOST, "/coordinate/?kind=register.incident")
        theirs.get_by_role("link", name="Avaa ilmoitus").first.click()
        expect(theirs.get_by_text(TOLD)).to_be_visible()
        whole(theirs)
        theirs.get_by_label("Vakuutusyhtiölle voi olla syytä ilmoittaa").check()
        owner.press("Ota käsittelyyn")
        theirs.get_by_label("Mitä tehtiin").fill("Soitin Heikille. Polvi paranee, lamppu korvataan.")
        owner.press("Merkitse käsitellyksi")
        expect(theirs.get_by_text("Soitin Heikille.")).to_be_visible()
        whole(theirs)
        me.open(HOST, "/incidents/")
        expect(page.get_by_text("käsitelty", exact=True).first).to_be_visible()
        assert "Soitin Heikille" not in page.content()


def test_certificates_are_fetched_by_oneself_and_made_for_many(visit: Visit, tmp_path: Path) -> None:
    with visit(width=390) as me:
        page = me.enter(HEIKKI, HOST, "/hours/")
        assert fetch(page, "Todistus 2024", tmp_path)[:5] == b"%PDF-"
        whole(page)
    with visit() as coordinator:
        page = coordinator.enter(SATU, HOST, "/coordinate/certificates/")
        whole(page)
        page.get_by_label("Vain ne, jotka tekevät tätä nyt").select_option(index=1)
        coordinator.press("Tee todistukset")
        expect(page.get_by_text("todistukset ovat valmiit")).to_be_visible(timeout=60_000)
        whole(page)
        with zipfile.ZipFile(io.BytesIO(fetch(page, "Kullekin oma tiedosto (ZIP)", tmp_path))) as archive:
            names = archive.namelist()
        assert len(names) > 1
        assert all(name.startswith(("Todistus 2024 ", "Intyg 2024 ", "Certificate 2024 ")) for name in names)
        assert fetch(page, "Kaikki tulostettavaksi (PDF)", tmp_path)[:5] == b"%PDF-"


def whole(page: Page) -> None:
    """It fits, and axe finds nothing."""
    assert axe_findings(page) == []
    assert overflow(page) == 0


def fetch(page: Page, label: str, folder: Path) -> bytes:
    """What a press on a link lets one keep."""
    with page.expect_download() as download:
        page.get_by_role("link", name=label).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path.read_bytes()
