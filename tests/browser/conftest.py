"""One stack and one Chromium for all tests of this folder."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from local.stack import Stack
from tests.browser.visitor import WIDE, Visitor, visiting
from tests.stacks import running
from tests.web.browsing import chromium

Visit = Callable[..., AbstractContextManager[Visitor]]


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    """One Chromium, closed after this folder: while it is open, this thread may not ask the database."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="package")
def stack(chrome: Browser, demo_data: Callable[[], Path]) -> Iterator[Stack]:
    """The running product with the demo federation. Started only where there is a Chromium to see it."""
    with running(demo_data()) as started:
        yield started


@pytest.fixture
def visit(chrome: Browser, stack: Stack) -> Visit:
    """`with visit() as visitor:` a browser without cookies; it fails where its console complains."""

    def opened(
        *, language: str = "fi-FI", script: bool = True, width: int = WIDE, worker: bool = False
    ) -> AbstractContextManager[Visitor]:
        return visiting(chrome, stack, language=language, script=script, width=width, worker=worker)

    return opened
