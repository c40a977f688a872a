"""A second factor as people set it up and use it: a passkey in Chromium's own virtual device, and an app."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

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
# Each of the demo's people once, so that no test meets what another has set up.
VOLUNTEER = {WIDE: "heikki.moilanen@example.org", NARROW: "gunvor.nygard@example.org"}


def device(visitor: Visitor) -> tuple[CDPSession, str]:
    """A phone that knows its owner's finger, in place of a real one."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    made: dict[str, Any] = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, str(made["authenticatorId"])


def at_security(visitor: Visitor, email: str) -> Page:
    """Signed in at the sign-in host, on the page of one's factors."""
    page = visitor.open("id", "/security/")
    visitor.sign_in(email)
    page.wait_for_url(visitor.stack.url("id", "/security/"))
    return page


def keep_codes(page: Page) -> list[str]:
    """The recovery codes that are shown once."""
    page.wait_for_url("**/security/codes/")
    shown = page.locator(".rn-codes code").all_inner_texts()
    page.get_by_role("button", name="I have kept them, go on").click()
    return shown


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_passkey_is_set_up_and_signs_in(chrome: Browser, stack: Stack, width: int) -> None:
    with visiting(chrome, stack, language="en-GB", width=width) as visitor:
        session, authenticator = device(visitor)
        page = at_security(visitor, VOLUNTEER[width])
        page.get_by_role("link", name="Set up a passkey").click()
        page.get_by_label("Name of the passkey").fill("my phone")
        page.get_by_role("button", name="Make the passkey").click()
        assert len(keep_codes(page)) == 10
        expect(page.get_by_text("my phone", exact=True)).to_be_visible()
        held = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
        assert [(one["rpId"], one["isResidentCredential"]) for one in held] == [("rinnalla.localhost", True)]
        visitor.context.clear_cookies()
        visitor.open("id", "/account/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(stack.url("id", "/"))
        visitor.open("id", "/security/")
        expect(page.get_by_text("last used")).to_be_visible()
