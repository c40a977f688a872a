"""Chromium for browser tests, and axe to judge a page."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.lacking import lacking
from web import build

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
AXE = build.FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Without one the test is skipped with a sentence; in CI it fails."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        lacking("There is no Chromium here, so this browser test cannot run.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def axe_findings(page: Page) -> list[str]:
    """What axe objects to, a line for each element. The page keeps its content policy."""
    page.evaluate(AXE.read_text())
    # Of what passes axe would describe each element, too.
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
