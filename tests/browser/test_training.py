"""A course from the planning to the certificate: by a coordinator, and by volunteers on their phones."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_care import fetch, whole
from tests.browser.visitor import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST = "napajoki"
HEIKKI, SATU = "heikki.moilanen@example.org", "satu.alatalo@example.org"


def test_course_is_planned_held_and_certified(visit: Visit, tmp_path: Path) -> None:
    """What was held early this morning is noted now: nobody has other hours then."""
    with visit() as coordinator, visit(width=NARROW) as me:
        page = coordinator.enter(SATU, HOST, "/coordinate/courses/new/")
        page.get_by_label("Nimi suomeksi").fill("Aamukurssi")
        page.locator("select[name=grants]").select_option(label="Hätäensiapu")
        coordinator.press("Tallenna")
        page.get_by_role("link", name="Lisää osio").click()
        page.get_by_label("Nimi suomeksi").fill("Kohtaaminen")
        page.get_by_label("Pituus minuutteina").fill("60")
        whole(page)
        coordinator.press("Tallenna")
        coordinator.press("Suunnittele kerta")
        page.get_by_label("Paikat").fill("3")
        whole(page)
        coordinator.press("Tallenna")
        coordinator.press("Lisää tapaaminen")
        page.locator("input[name=day]").fill("2025-02-03")
        page.locator("input[name=starts]").fill("05:00")
        page.locator("input[name=ends]").fill("06:00")
        whole(page)
        coordinator.press("Tallenna")
        coordinator.press("Avaa ilmoittautuminen")
        coordinator.press("Ilmoita joku")
        page.locator("input[name=q]").fill("Moilanen")
        page.locator("input[name=q]").press("Enter")
        page.locator("li", has_text="Heikki Moilanen").get_by_role("button").click()
        expect(page.get_by_text("Heikki Moilanen").first).to_be_visible()
        whole(page)
        page.get_by_role("link", name="Läsnäolo").click()
        page.get_by_label("Heikki Moilanen").check()
        whole(page)
        coordinator.press("Tallenna läsnäolo")
        expect(page.get_by_text("suoritettu", exact=True)).to_be_visible()
        whole(page)

        mine = me.enter(HEIKKI, HOST, "/courses/")
        mine.get_by_role("link", name="Aamukurssi").click()
        expect(mine.get_by_text("Olet suorittanut koulutuksen")).to_be_visible()
        whole(mine)
        assert fetch(mine, "Hae todistus", tmp_path)[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("language", "enrol", "has_place", "give_back"),
    [
        ("fi-FI", "Ilmoittaudu", "Sinulla on paikka", "Luovu paikasta"),
        ("sv-SE", "Anmäl dig", "Du har en plats", "Lämna tillbaka platsen"),
        ("en-US", "Enrol", "You have a place", "Give the place back"),
    ],
)
def test_volunteer_enrols_and_gives_the_place_back_in_each_language(
    visit: Visit, language: str, enrol: str, has_place: str, give_back: str
) -> None:
    with visit(language=language, width=NARROW) as me:
        page = me.enter(HEIKKI, HOST, "/courses/")
        whole(page)
        page.locator("section[aria-labelledby=open]").get_by_role("link").first.click()
        whole(page)
        me.press(enrol)
        expect(page.get_by_text(has_place, exact=True)).to_be_visible()
        whole(page)
        me.press(give_back)
        page.locator("#confirm").get_by_role("button", name=give_back).click()
        expect(page.get_by_role("button", name=enrol)).to_be_visible()
