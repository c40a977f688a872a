"""One person's browser at the running product, and what it may complain about."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from local import codes
from local.stack import Stack

WIDE = 1280
NARROW = 390
HEIGHT = 900
PASSWORD = "rinnalla-demo"
NO_WORKER = "Service Worker registration blocked by Playwright"
_signed_in: dict[tuple[str, str], list[Any]] = {}
"""The cookies of who has signed in, by stack and address."""


@dataclass
class Visitor:
    """A browser with its page, and the errors that its console has shown."""

    stack: Stack
    context: BrowserContext
    page: Page
    errors: list[str] = field(default_factory=list)

    def open(self, label: str = "", path: str = "/", *, status: int = 200) -> Page:
        """Open a path at a host below the base."""
        response = self.page.goto(self.stack.url(label, path))
        assert response is not None
        assert response.status == status, f"{self.page.url} answered {response.status}"
        return self.page

    def complaints(self) -> list[str]:
        """What the console has shown since this was asked last: one page's errors are not the next one's."""
        told, self.errors[:] = list(self.errors), []
        return told

    def sign_in(self, email: str) -> None:
        """Where it is asked who one is: by password, and by a code of the app where one is wanted."""
        self.page.locator("details.rn-fold > summary").click()
        self.page.locator("#id_login").fill(email)
        self.page.locator("#id_password").fill(PASSWORD)
        self.page.locator("form:has(#id_password) button[type=submit]").click()
        self.page.wait_for_load_state()
        if "/security/authenticate/" in self.page.url:
            self.page.locator("#id_code").fill(codes.unused(codes.secret_for(email)))
            self.page.locator("form:has(#id_code) button[type=submit]").click()

    def enter(self, email: str, label: str, path: str, *, anew: bool = False) -> Page:
        """Open a page of a place where one has to sign in, and do so.

        Whoever has signed in at this stack before still is, unless it is to be `anew`: each code of an app
        works once, and the next one is half a minute away.
        """
        key = (str(self.stack.var_dir), email)
        if not anew:
            self.context.add_cookies(_signed_in.get(key, []))
        self.page.goto(self.stack.url(label, path))
        if self.page.url != self.stack.url(label, path):
            self.page.wait_for_url(re.compile(r"//id\."))
            self.sign_in(email)
            self.page.wait_for_url(self.stack.url(label, path))
        _signed_in[key] = [
            {"name": each["name"], "value": each["value"], "url": self.stack.url("id")}
            for each in self.context.cookies(self.stack.url("id"))
            if "session" in each["name"]
        ]
        return self.page

    @contextmanager
    def without_connection(self) -> Iterator[None]:
        """Inside the block this browser reaches nothing, as in a tunnel."""
        self.context.set_offline(True)
        try:
            yield
        finally:
            self.context.set_offline(False)

    def press(self, name: str) -> None:
        """Press the first button or link that is called so and can be seen."""
        self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        ).locator("visible=true").first.click()


@contextmanager
def visiting(
    browser: Browser,
    stack: Stack,
    *,
    language: str = "fi-FI",
    script: bool = True,
    width: int = WIDE,
    worker: bool = False,
) -> Iterator[Visitor]:
    """A new browser without cookies. What its console complained about fails the test at its end.

    The worker that keeps a copy for when there is no connection runs where it is asked for.
    """
    context = browser.new_context(
        locale=language,
        viewport={"width": width, "height": HEIGHT},
        java_script_enabled=script,
        reduced_motion="reduce",  # colours do not fade from theme to theme while axe looks
        service_workers="allow" if worker else "block",
    )
    context.set_default_timeout(15_000)
    visitor = Visitor(stack=stack, context=context, page=context.new_page())

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and message.text != NO_WORKER:
            visitor.errors.append(f"{visitor.page.url}: {message.text}")

    visitor.page.on("console", heard)
    visitor.page.on("pageerror", lambda error: visitor.errors.append(f"{visitor.page.url}: {error}"))
    try:
        yield visitor
        assert visitor.errors == [], "\n".join(visitor.errors)
    finally:
        context.close()


def soon(look: Callable[[], str], *, seconds: float = 30) -> str:
    """What `look` finds, as soon as it finds something; fails when it does not in time."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
    return found


def in_language(page: Page, language: str) -> None:
    """Choose the language in the menu, unless the page speaks it."""
    if page.locator("html").get_attribute("lang") != language:
        page.locator("details.rn-menu:has(button[name=language]) > summary >> visible=true").last.click()
        page.locator(f"button[name=language][value={language}] >> visible=true").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
