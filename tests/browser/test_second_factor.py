"""A second factor as people set it up and use it: a passkey in Chromium's own virtual device, and an app."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from local import codes
from local.stack import Stack
from tests.browser.visitor import NARROW, WIDE, Visitor, visiting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
# Volunteers of the demo whom no other test signs in: from here on they have a second factor.
WITH_PASSKEY = {WIDE: "ilpo.kettunen@example.org", NARROW: "kaarina.lassila@example.org"}
WITH_APP = {WIDE: "terttu.hyttinen@example.org", NARROW: "seppo.yliniemi@example.org"}


def device(visitor: Visitor) -> tuple[CDPSession, str]:
    """A phone that knows its owner's finger, in place of a real one."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    made: dict[str, Any] = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, str(made["authenticatorId"])


def at_security(visitor: Visitor, email: str) -> Page:
    """Signed in at the sign-in host, on the page of one's factors, which offers a passkey first."""
    page = visitor.open("id", "/security/")
    visitor.sign_in(email)
    page.wait_for_url(visitor.stack.url("id", "/security/"))
    expect(page.locator("main .btn").first).to_have_attribute("href", "/security/passkeys/add/")
    return page


def keep_codes(page: Page) -> list[str]:
    """The recovery codes, which are shown once."""
    page.wait_for_url("**/security/codes/")
    shown = page.locator(".rn-codes code").all_inner_texts()
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/security/")
    return shown


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_passkey_is_set_up_and_signs_in(chrome: Browser, stack: Stack, width: int) -> None:
    with visiting(chrome, stack, width=width) as visitor:
        session, authenticator = device(visitor)
        page = at_security(visitor, WITH_PASSKEY[width])
        page.locator("main a[href='/security/passkeys/add/']").click()
        page.locator("#id_name").fill("oma puhelin")
        page.locator("form[data-passkey] .btn-primary").click()
        assert len(set(keep_codes(page))) == 10
        expect(page.get_by_text("oma puhelin", exact=True)).to_be_visible()
        held = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
        assert [(one["rpId"], one["isResidentCredential"]) for one in held] == [("rinnalla.localhost", True)]
        visitor.context.clear_cookies()
        visitor.open("id", "/account/login/")
        page.locator("form[data-passkey] .btn-primary").click()
        page.wait_for_url(stack.url("id", "/"))
        expect(page.locator("main .rn-item")).not_to_have_count(0)


def test_passkey_that_the_device_does_not_give_is_no_dead_end(chrome: Browser, stack: Stack) -> None:
    with visiting(chrome, stack) as visitor:
        device(visitor)  # holds nothing
        page = visitor.open("id", "/account/login/")
        page.locator("form[data-passkey] .btn-primary").click()
        expect(page.locator("[data-passkey-trouble=failed]")).to_be_visible()
        expect(page.locator("#code-email")).to_be_enabled()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_app_is_set_up_and_signs_in(chrome: Browser, stack: Stack, width: int) -> None:
    email = WITH_APP[width]
    with visiting(chrome, stack, width=width) as visitor:
        page = at_security(visitor, email)
        page.locator("main a[href='/security/app/add/']").click()
        expect(page.locator("svg.rn-qr")).to_be_visible()
        secret = page.locator(".rn-key").inner_text().replace(" ", "")
        page.locator("#id_code").fill(codes.unused(secret))
        page.locator("main form .btn-primary").click()
        kept = keep_codes(page)
        for typed in (codes.unused(secret), kept[0]):  # the app's code, then one from paper
            visitor.context.clear_cookies()
            visitor.open("id", "/account/login/")
            page.locator("details.rn-fold > summary").click()
            page.locator("#id_login").fill(email)
            page.locator("#id_password").fill("rinnalla-demo")
            page.locator("form:has(#id_password) button[type=submit]").click()
            page.wait_for_url("**/security/authenticate/")
            page.locator("#id_code").fill(typed)
            page.locator("form:has(#id_code) .btn-primary").click()
            page.wait_for_url(stack.url("id", "/"))
