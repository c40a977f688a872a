"""A support pair from the first contact to its end, in three languages; the client signs by a link."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_care import whole
from tests.browser.visitor import NARROW, Visitor, in_language

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST = "karjalanranta"
PAIVI, MIRJA = "paivi.turtola@example.org", "mirja.auvinen@example.org"
ROLE = {"fi": "Tukihenkilö", "sv": "Stödperson", "en": "Support person"}
# Each tells of another hour: somebody is at one meeting at a time.
MET_AT = {"fi": "01:00", "sv": "02:00", "en": "03:00"}


def submit(page: Page) -> None:
    """Press the one primary button of the form that fills the page."""
    page.locator("main form button[type=submit].btn-primary").last.click()
    page.wait_for_load_state()


def act(page: Page, name: str, value: str) -> None:
    """Press the first button that posts this."""
    page.locator(f"main button[name={name}][value={value}]").first.click()
    page.wait_for_load_state()


def follow(page: Page, end: str) -> None:
    """Follow the first link to an address that ends so."""
    page.locator(f"main a[href$='{end}']").first.click()
    page.wait_for_load_state()


def taken_in(coordinator: Visitor, language: str, alias: str) -> str:
    """A client comes, and a volunteer is what suits. Returns the address of the pair."""
    page = coordinator.enter(PAIVI, HOST, "/coordinate/pairs/new/")
    in_language(page, language)
    whole(page)
    page.locator("#id_role").select_option(label=ROLE[language])
    page.locator("#id_alias").fill(alias)
    page.locator("#id_contact").fill("040 555 9876")
    page.locator("#id_municipality").fill("Karjalanranta")
    page.locator("#id_language").select_option(language)
    page.locator("#id_agrees").check()
    submit(page)
    expect(page.get_by_text("040 555 9876")).to_be_visible()
    whole(page)
    address = page.url
    follow(page, "/talk/")
    whole(page)
    page.locator("input[name=outcome][value=volunteer]").check()
    submit(page)
    return address


def proposed_and_matched(coordinator: Visitor, me: Visitor, address: str, language: str) -> None:
    """Mirja is suggested and asked; she and the client say yes."""
    page = coordinator.page
    follow(page, "/suggestions/")
    whole(page)
    row = page.locator("main li", has_text="Mirja Auvinen")
    row.locator("button[name=person]").click()
    page.wait_for_url(address)
    whole(page)
    mine = me.enter(MIRJA, HOST, "/pairs/")
    in_language(mine, language)
    whole(mine)
    # The newest one who asks stands last.
    mine.locator("main button[name=says][value=yes]").last.click()
    mine.wait_for_load_state()
    page.reload()
    act(page, "says", "yes")
    follow(page, "/agreement/")
    whole(page)
    page.locator("input[name=content][value=outdoors]").check()
    page.locator("input[name=goals][value=less_alone]").check()
    submit(page)
    page.wait_for_url(address)


def private_link(coordinator: Visitor, address: str) -> str:
    """The client's link, as it is shown once."""
    page = coordinator.page
    follow(page, "/link/")
    whole(page)
    page.locator("main form.rn-act button").first.click()
    link = page.locator("main pre code").inner_text()
    whole(page)
    page.goto(address)
    return link


# Finnish comes last, so that those who take part read as the others find them.
@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_pair_goes_from_the_first_contact_to_its_end(visit: Visit, language: str) -> None:
    alias = f"Pihla-{language}"
    with visit() as coordinator, visit(width=NARROW) as me, visit(width=NARROW) as client:
        address = taken_in(coordinator, language, alias)
        proposed_and_matched(coordinator, me, address, language)
        theirs = client.page
        theirs.goto(private_link(coordinator, address))
        assert "token" not in theirs.url
        expect(theirs.locator("html")).to_have_attribute("lang", language)
        expect(theirs.get_by_text(alias).first).to_be_visible()
        whole(theirs)
        follow(theirs, "/my-page/sign/")
        theirs.locator("#id_has_read").check()
        whole(theirs)
        submit(theirs)
        mine = me.page
        mine.goto(address.replace("/coordinate/pairs/", "/pairs/"))
        follow(mine, "/sign/")
        whole(mine)
        mine.locator("#id_has_read").check()
        submit(mine)
        expect(mine.get_by_role("heading", level=1)).to_have_text(alias)
        mine.locator("#id_at").fill(MET_AT[language])
        mine.locator("#id_minutes").select_option("30")
        act(mine, "feeling", "fine")
        whole(mine)
        theirs.goto(theirs.url.partition("/my-page/")[0] + "/my-page/")
        act(theirs, "feeling", "talk")
        whole(theirs)
        page = coordinator.page
        page.goto(address)
        whole(page)
        act(page, "step", "settle")
        follow(page, "/end/")
        whole(page)
        page.locator("input[name=how][value=agreed]").check()
        submit(page)
        page.wait_for_url(address)
        follow(theirs, "/my-page/withdraw/")
        whole(theirs)
        theirs.locator("#confirm button[type=submit]").click()
        theirs.wait_for_load_state()
        page.reload()
        assert alias not in page.content()
        whole(page)
        client.open(HOST, "/my-page/", status=404)
        whole(theirs)
        client.errors.clear()  # the browser tells its console that nothing was there
