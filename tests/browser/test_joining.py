"""An association comes to be: from its request, by two people's yes, to its own tables and first shift."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from local import codes
from local.stack import Stack
from tests.browser.visitor import NARROW, Visitor, soon, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEDERATION, SLUG = "rinnakkain", "mantyranta"
ADMINISTRATOR, ANALYST = "ilkka.forsman@example.org", "veera.tanskanen@example.org"
AKI = "aki.manty@example.org"
PASSWORD = "kivinen polku rantaan"
LONGEST = 120_000


def _letter_link(stack: Stack, where: str) -> str:
    """The link with a secret in the newest mail to Aki that leads there."""

    def look() -> str:
        for one in stack.mailbox.summaries(to=AKI):
            if found := re.search(rf"http\S+/{where}/\?token=\S+", stack.mailbox.read(one.key).text):
                return found[0]
        return ""

    return soon(look)


def _ask(me: Visitor) -> None:
    page = me.open(FEDERATION, "/join/")
    for name, value in {
        "name_fi": "Mäntyrannan mieli ry",
        "seat": "Mäntyranta",
        "contact_name": "Aki Mänty",
        "contact_email": AKI,
    }.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_district").select_option(index=1)
    page.locator("#id_may_keep").check()
    page.wait_for_timeout(3100)  # nobody fills in a form in less
    me.press("Lähetä pyyntö")
    page.wait_for_url("**/join/mine/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pyyntösi on perillä")


def _prepare(ilkka: Visitor) -> str:
    """What it begins with, step by step; the path of the request."""
    page = ilkka.enter(ADMINISTRATOR, FEDERATION, "/requests/")
    ilkka.press("Mäntyrannan mieli ry")
    page.wait_for_url(re.compile(r"/requests/[0-9a-f-]{36}/$"))
    path = page.url.split(f":{ilkka.stack.web_port}")[1]
    ilkka.press("Täytä")
    for part in ("address", "contact", "roles"):
        ilkka.press("Tallenna ja jatka")
        page.wait_for_url(f"**/{part}/")
        if part == "address":
            page.locator("#id_slug").fill("mäntyranta")
            ilkka.press("Tallenna ja jatka")
            expect(page.locator("main")).to_contain_text("ei kelpaa osoitteeksi")
            expect(page.locator("#id_slug")).to_have_value("mäntyranta")
            page.locator("#id_slug").fill(SLUG)
    ilkka.press("Tallenna")
    expect(page.get_by_role("button", name="Anna ensimmäinen hyväksyntä")).to_be_visible()
    return path


def _set_up(ilkka: Visitor, path: str) -> None:
    page = ilkka.open(FEDERATION, path)
    page.get_by_role("button", name="Anna toinen hyväksyntä").click()
    page.wait_for_url(f"**/associations/{SLUG}/")
    page.locator(f"form[action='/associations/{SLUG}/set-up/'] button").click()
    invite = page.locator(f"form[action='/associations/{SLUG}/invite/']")
    expect(invite).to_be_visible(timeout=LONGEST)
    expect(invite.locator("#id_email")).to_have_value(AKI)
    invite.locator("button[type=submit]").click()
    expect(page.locator(".rn-toast")).to_contain_text(AKI)


def _begin(aki: Visitor, stack: Stack) -> Page:
    """Accept the invitation, set up a second factor, accept the agreement."""
    page = aki.page
    page.goto(_letter_link(stack, "invitation"))
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    aki.open("id", "/security/app/add/")
    page.locator("#id_code").fill(codes.unused(page.locator(".rn-key").inner_text().replace(" ", "")))
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/security/codes/")
    page.locator("main form .btn-primary").click()  # it leads back to where the invitation was for
    page.wait_for_url(lambda url: "/security/" not in url)
    page.goto(stack.url(SLUG, "/coordinate/"))
    page.wait_for_url("**/coordinate/agreement/")
    page.locator("#id_accepted").check()
    aki.press("Hyväksy sopimus")
    page.wait_for_url("**/coordinate/")
    return page


def test_association_asks_to_join_and_publishes_its_first_shift(chrome: Browser, stack: Stack) -> None:
    with visiting(chrome, stack, width=NARROW) as me:
        _ask(me)
    with visiting(chrome, stack, width=NARROW) as me:
        me.page.goto(_letter_link(stack, "join/open"))
        assert me.page.url == stack.url(FEDERATION, "/join/mine/")
    with visiting(chrome, stack) as ilkka, visiting(chrome, stack) as veera:
        path = _prepare(ilkka)
        page = veera.enter(ANALYST, FEDERATION, path)
        page.get_by_role("button", name="Anna ensimmäinen hyväksyntä").click()
        expect(page.locator("main")).to_contain_text("Veera Tanskanen on antanut ensimmäisen hyväksynnän")
        _set_up(ilkka, path)
    with visiting(chrome, stack) as aki:
        page = _begin(aki, stack)
        first = page.locator("#first-month").locator("xpath=ancestor::section")
        expect(first).to_contain_text("Julkaise ensimmäinen vuoro")
        first.get_by_role("link", name="Julkaise ensimmäinen vuoro").click()
        page.locator("#id_role").select_option(index=1)
        for name, value in {"day": "2025-02-23", "start": "05:00", "end": "06:00"}.items():
            page.locator(f"#id_{name}").fill(value)
        aki.press("Julkaise")
        page.wait_for_url(re.compile(r"/coordinate/shifts/[0-9a-f-]{36}/$"))
        page.goto(stack.url(SLUG, "/coordinate/"))
        done = page.locator("#first-month").locator("xpath=ancestor::section").locator("li")
        expect(done.filter(has_text="Julkaise ensimmäinen vuoro")).to_contain_text("valmis")
