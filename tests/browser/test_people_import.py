"""A coordinator's list of people comes into the register, its mistakes come back, and all of it is undone."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SATU = "satu.alatalo@example.org"
PEOPLE = "/coordinate/people/"
ROWS = (
    "Kutsumanimi;Sukunimi;Sposti;Numero;Synt.aika;Ajokortti",
    "Tuulikki;Tuotava;tuulikki@example.org;040 123 4567;17.5.1980;kyllä",
    "Åke;Tuotava;ake(at)example.org;;31.2.1990;",
    "Tuulikki;Tuotava;tuulikki@example.org;;;",
    ";;;;;",
    "Päivi;Tuotava;;0407654321;;ei",
)


def found(page: Page, text: str) -> int:
    """How many of the list of people have this in their name."""
    page.goto(re.sub(r"/coordinate/.*", f"{PEOPLE}?q={text}", page.url))
    return page.locator("main tbody th a", has_text=text).count()


def test_list_with_mistakes_is_imported_and_undone(visit: Visit) -> None:
    with visit() as me:
        page = me.enter(SATU, "napajoki", PEOPLE)
        page.get_by_role("link", name="Tuo ihmisiä").click()
        content = "\r\n".join(ROWS).encode("cp1252")
        page.locator("#id_file").set_input_files(
            {"name": "lista.csv", "mimeType": "text/csv", "buffer": content}
        )
        page.get_by_role("button", name="Katso tiedosto").click()
        expect(page.locator("h1")).to_have_text("Tuodaanko lista.csv?")
        # A column that nobody could guess.
        expect(page.locator("#id_column_3")).to_have_value("")
        page.locator("#id_column_3").select_option("phone")
        page.get_by_role("button", name="Katso uudelleen näillä").click()
        expect(page.locator("#id_column_3")).to_have_value("phone")
        expect(page.get_by_text("”ake(at)example.org” ei ole sähköpostiosoite.")).to_be_visible()
        expect(page.get_by_text("sama henkilö kuin rivillä 2")).to_be_visible()
        page.get_by_role("button", name="Tuo 2 uutta ihmistä").click()
        # The job works; who leaves finds it again.
        page.get_by_role("link", name="Tuo ihmisiä").first.click()
        page.get_by_role("link", name="lista.csv").click()
        undo = page.get_by_role("button", name="Kumoa tuonti")
        expect(undo).to_be_visible(timeout=30_000)
        with page.expect_download() as kept:
            page.get_by_role("link", name="Lataa hylätyt rivit").click()
        header, line = kept.value.path().read_text(encoding="utf-8-sig").splitlines()
        assert header == f"{ROWS[0]};Mikä on vialla"
        assert line.startswith("Åke;Tuotava;ake(at)example.org;;31.2.1990;;”ake(at)")
        one = page.url
        assert found(page, "Tuotava") == 2
        page.locator("main tbody th a", has_text="Tuulikki").click()
        expect(page.get_by_text("+358 40 1234567")).to_be_visible()
        expect(page.locator("dt", has_text="Ajokortti")).to_be_visible()
        page.goto(one)
        undo.click()
        expect(page.get_by_text("Tämä tuonti kumottiin")).to_be_visible()
        assert found(page, "Tuotava") == 0


def test_export_is_read_back_and_changes_nothing(visit: Visit) -> None:
    with visit() as me:
        page = me.enter(SATU, "napajoki", PEOPLE)
        assert found(page, "Salmela") > 0
        page.locator("#many-whom").select_option("all")
        with page.expect_download() as kept:
            page.get_by_role("button", name="Excel").click()
        content = kept.value.path().read_bytes()
        rows = len(list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows())) - 1
        page.goto(re.sub(r"/coordinate/.*", f"{PEOPLE}import/", page.url))
        page.locator("#id_file").set_input_files(
            {"name": "vienti.xlsx", "mimeType": "application/octet-stream", "buffer": content}
        )
        page.get_by_role("button", name="Katso tiedosto").click()
        tiles = page.locator(".rn-tile")
        expect(tiles.nth(0)).to_contain_text("0")
        expect(tiles.nth(1)).to_contain_text(str(rows))
        expect(tiles.nth(3)).to_contain_text("0")
        page.get_by_role("button", name="Älä tuo").click()
        expect(page.get_by_text("Mitään ei tuotu.")).to_be_visible()
