"""Going through the running product as its people do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html import unescape
from typing import TypeVar

from local import codes
from local.browser import Browser, Page, Unexpected
from local.signins import SignIn
from local.stack import Stack

T = TypeVar("T")
PATIENCE = 90.0


def signed_in(stack: Stack, email: str) -> Browser:
    """The browser of somebody whom the demo lists."""
    person = person_of(stack, email)
    return sign_in(stack, email=person.email, password=person.password)


def sign_in(stack: Stack, *, email: str, password: str) -> Browser:
    """A browser whose person has signed in at the sign-in host, by password and a code of their app."""
    browser = Browser(address=stack.address)
    page = browser.post(stack.url("id", "/account/login/"), {"login": email, "password": password})
    page.expect(200)
    if "/security/authenticate/" in page.url:
        page = browser.post(page.url, {"code": codes.unused(codes.secret_for(email))}).expect(200)
    if "/account/login" in page.url or "/security/authenticate/" in page.url:
        raise Unexpected(f"{email} could not sign in.")
    return browser


def person_of(stack: Stack, email: str) -> SignIn:
    """The demo's sign-in with this address."""
    for person in stack.signins:
        if person.email == email:
            return person
    raise Unexpected(f"The demo has no sign-in for {email}.")


def at(browser: Browser, stack: Stack, label: str, path: str = "/") -> Page:
    """Open a path at an association or umbrella, carried there by the sign-in if need be."""
    browser.get(stack.url(label, "/signin/")).expect(200, 403)
    return browser.get(stack.url(label, path))


def move_clock(stack: Stack, browser: Browser, step: str) -> None:
    """Move the demo's clock forward."""
    browser.post(stack.url(path="/demo/clock/"), {"step": step}, form_at=stack.url(path="/demo/")).expect(200)


def until(what: str, look: Callable[[], T | None], *, patience: float = PATIENCE) -> T:
    """Look again and again until there is something; raises Unexpected when patience ends."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.5)
    raise Unexpected(f"After {patience:.0f} s still no {what}.")


def option(page: Page, *, name: str, label: str) -> str:
    """The value of a choice by its text."""
    start = page.text.find(f'name="{name}"')
    end = page.text.find("</select>", start)
    for value, text in re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', page.text[start:end]):
        if unescape(text).strip() == label:
            return str(value)
    raise Unexpected(f"{page.url} has no choice {label!r} for {name}.")
