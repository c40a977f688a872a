"""What people come for, from the sign-in to the figures, in the three languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from local.stack import Stack
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor, in_language, soon

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEIKKI, EEVA, VEERA = (
    f"{name}@example.org" for name in ("heikki.moilanen", "eeva.salmela", "veera.tanskanen")
)


@dataclass(frozen=True)
class Words:
    """What the pages of one association say in its language."""

    language: str
    label: str
    volunteer: str
    volunteer_name: str
    coordinator: str
    shifts: str
    take: str
    undo: str
    leave: str
    coming: str
    free: str
    new: str
    draft: str
    publish: str
    nobody: str
    cancel: str
    keep: str
    cancelled: str


FINNISH = Words(
    language="fi",
    label="napajoki",
    volunteer=HEIKKI,
    volunteer_name="Heikki Moilanen",
    coordinator="satu.alatalo@example.org",
    shifts="Vuorot",
    take="Ota vuoro",
    undo="Kumoa",
    leave="En pääse",
    coming="Sinä tulet",
    free="Paikkasi on nyt vapaa toiselle. Kiitos, että kerroit.",
    new="Uusi vuoro",
    draft="Tallenna luonnoksena",
    publish="Julkaise",
    nobody="Ei vielä ketään",
    cancel="Peru vuoro",
    keep="Säilytä vuoro",
    cancelled="Tämä vuoro on peruttu. Ilmoittautuneille on kerrottu.",
)
SWEDISH = Words(
    language="sv",
    label="kusten",
    volunteer="gunvor.nygard@example.org",
    volunteer_name="Gunvor Nygård",
    coordinator="linnea.backman@example.org",
    shifts="Pass",
    take="Ta passet",
    undo="Ångra",
    leave="Jag kan inte komma",
    coming="Du kommer",
    free="Din plats är nu ledig för någon annan. Tack för att du meddelade.",
    new="Nytt pass",
    draft="Spara som utkast",
    publish="Publicera",
    nobody="Ingen ännu",
    cancel="Ställ in passet",
    keep="Behåll passet",
    cancelled="Det här passet är inställt. De som hade anmält sig har fått veta det.",
)
ENGLISH = Words(
    language="en",
    label="tunturila",
    volunteer="sinikka.aikamaa@example.org",
    volunteer_name="Sinikka Aikamaa",
    coordinator="pekka.rautio@example.org",
    shifts="Shifts",
    take="Take the shift",
    undo="Undo",
    leave="I can't make it",
    coming="You are coming",
    free="Your place is free for somebody else. Thank you for telling.",
    new="New shift",
    draft="Save as a draft",
    publish="Publish",
    nobody="Nobody yet",
    cancel="Cancel the shift",
    keep="Keep it",
    cancelled="This shift is cancelled. Those who had signed up have been told.",
)


@pytest.mark.parametrize("words", [FINNISH, SWEDISH, ENGLISH], ids=lambda words: words.language)
def test_volunteer_takes_a_shift_and_gives_it_back(visit: Visit, words: Words) -> None:
    with visit() as me:
        page = me.enter(words.volunteer, words.label, "/home/")
        in_language(page, words.language)
        page.get_by_role("navigation").get_by_role("link", name=words.shifts, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(words.shifts)
        line = page.locator(".rn-item:has(form[action$='/sign-up/'])").first
        shift = line.locator("form").get_attribute("action")
        assert shift
        line.get_by_role("button").click()
        expect(page.locator(".rn-toast")).to_contain_text(f"{words.coming}: ")
        page.locator(".rn-toast").get_by_role("button", name=words.undo).click()
        expect(page.locator(".rn-toast")).to_contain_text(words.free)
        me.open(words.label, shift.removesuffix("sign-up/"))
        me.press(words.take)
        expect(page.locator(".rn-toast")).to_contain_text(f"{words.coming}: ")
        expect(page.get_by_role("heading", name=words.coming)).to_be_visible()
        me.press(words.leave)
        expect(page.locator(".rn-toast")).to_contain_text(words.free)
        expect(page.get_by_role("button", name=words.take)).to_be_visible()


def draft(me: Visitor, words: Words, *, role: str) -> str:
    """Make a draft early on Sunday 23.2.2025, and return its path."""
    page = me.enter(words.coordinator, words.label, "/coordinate/shifts/")
    in_language(page, words.language)
    me.press(words.new)
    page.locator("#id_role").select_option(role)
    page.locator("#id_title").fill("Kierros selaimessa")
    page.locator("#id_day").fill("2025-02-23")
    page.locator("#id_start").fill("05:00")
    page.locator("#id_end").fill("06:15")
    page.locator("#id_places").fill("2")
    me.press(words.draft)
    page.wait_for_url(re.compile(r"/coordinate/shifts/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("heading", name=words.nobody)).to_be_visible()
    return page.url.split(f":{me.stack.web_port}")[1]


@pytest.mark.parametrize("words", [FINNISH, SWEDISH, ENGLISH], ids=lambda words: words.language)
def test_coordinator_publishes_a_shift_sees_who_comes_and_cancels_it(visit: Visit, words: Words) -> None:
    with visit() as volunteer, visit() as me:
        volunteer.enter(words.volunteer, words.label, "/hours/new/")
        in_language(volunteer.page, words.language)
        role = volunteer.page.locator("#id_role option[value]:not([value=''])").first.get_attribute("value")
        assert role
        path = draft(me, words, role=role)
        seen_by_volunteers = path.removeprefix("/coordinate")
        volunteer.open(words.label, seen_by_volunteers, status=404)
        volunteer.errors.clear()  # the console tells of the 404

        me.press(words.publish)
        expect(me.page.get_by_role("button", name=words.publish, exact=True)).to_have_count(0)
        volunteer.open(words.label, seen_by_volunteers)
        volunteer.press(words.take)
        expect(volunteer.page.get_by_role("heading", name=words.coming)).to_be_visible()

        page = me.open(words.label, path)
        expect(page.get_by_role("main")).to_contain_text(words.volunteer_name)
        me.press(words.cancel)
        question = page.get_by_role("dialog")
        question.get_by_role("link", name=words.keep).click()
        expect(question).to_have_count(0)
        assert page.url.endswith(path)
        me.press(words.cancel)
        question.get_by_role("button", name=words.cancel).click()
        expect(page.get_by_role("main")).to_contain_text(words.cancelled)
        volunteer.open(words.label, seen_by_volunteers)
        expect(volunteer.page.get_by_role("button", name=words.leave)).to_have_count(0)


def test_code_by_mail_signs_in(visit: Visit, stack: Stack) -> None:
    with visit() as me:
        page = me.page
        page.goto(stack.url("napajoki", "/home/"))
        page.locator("#code-email").fill(EEVA)
        known = {one.key for one in stack.mailbox.summaries(to=EEVA)}
        me.press("Lähetä koodi")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kirjoita koodi")
        key = soon(
            lambda: next((one.key for one in stack.mailbox.summaries(to=EEVA) if one.key not in known), "")
        )
        code = re.search(
            r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", stack.mailbox.read(key).text, re.MULTILINE
        )
        assert code
        page.locator("input[name=code]").fill(code.group(1))
        me.press("Kirjaudu")
        page.wait_for_url(stack.url("napajoki", "/home/"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Eeva")


def test_member_of_two_associations_goes_from_one_to_the_other(visit: Visit, stack: Stack) -> None:
    with visit() as me:
        page = me.enter(EEVA, "napajoki", "/me/")
        page.locator(".rn-item", has_text="Tunturilan").get_by_role("link", name="Avaa").click()
        page.wait_for_url(re.compile(r"//tunturila\."))
        expect(page.get_by_role("link", name=re.compile("Kirjaudu$"))).to_have_count(0)
        me.open("tunturila", "/home/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Eeva")


def test_language_and_theme_stay_as_chosen(visit: Visit) -> None:
    with visit() as me:
        page, html = me.open("napajoki"), me.page.locator("html")
        expect(html).to_have_attribute("lang", "fi")
        in_language(page, "sv")
        page.locator("button[name=theme][value=dark] >> visible=true").first.click()
        expect(html).to_have_attribute("data-bs-theme", "dark")
        me.open("napajoki")
        expect(html).to_have_attribute("lang", "sv")
        expect(html).to_have_attribute("data-bs-theme", "dark")
        page.locator("button[name=theme][value=light] >> visible=true").first.click()
        expect(html).to_have_attribute("data-bs-theme", "light")


def test_signing_out_ends_it_everywhere(visit: Visit, stack: Stack) -> None:
    with visit() as me:
        page = me.enter(EEVA, "napajoki", "/home/")
        me.open("tunturila", "/home/")
        me.open("napajoki", "/me/")
        me.press("Kirjaudu ulos")
        page.wait_for_url(stack.url("napajoki"))
        for label in ("napajoki", "tunturila"):
            page.goto(stack.url(label, "/home/"))
            page.wait_for_url(re.compile(r"//id\.[^/]+/account/login/"))
            expect(page.locator("#code-email")).to_be_visible()


def test_overview_tells_hidden_from_not_reported(visit: Visit) -> None:
    with visit() as me:
        page = me.enter(VEERA, "rinnakkain", "/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Yleiskuva 2024")

        def row(name: str) -> str:
            return page.locator("tr", has=page.get_by_role("rowheader", name=name)).first.inner_text()

        assert "peitetty" in row("Kuutsalon mieli ry")
        assert "ei ilmoitettu" in row("Itäsataman")
        assert "peitetty" not in row("Napajoen")
        assert "ei ilmoitettu" not in row("Napajoen")
