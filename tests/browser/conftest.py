"""One stack and one Chromium for all tests of this folder."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser

from infra import messages
from local.postgres import bin_dir
from local.redis import server_program
from local.stack import Stack
from local.terminal import Terminal
from tests.browser.visitor import Visitor, visiting
from tests.web.browsing import chromium
from web import assets

Visit = Callable[..., AbstractContextManager[Visitor]]


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    """One Chromium, closed after this folder: while it is open, this thread may not ask the database."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="package")
def stack(chrome: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The running product with the demo federation. Started only where there is a Chromium to see it."""
    if not (bin_dir() and server_program()):
        pytest.skip("There are no built-in servers for this machine, so this browser test cannot run.")
    if not assets.built():
        pytest.fail("The front end is not built: python -m web.build")
    messages.compile_catalogues()
    folder = tmp_path_factory.mktemp("browser")
    with Stack(var_dir=folder, durable=False, out=Terminal(io.StringIO())) as running:
        yield running


@pytest.fixture
def visit(chrome: Browser, stack: Stack) -> Visit:
    """`with visit() as visitor:` a browser without cookies; it fails where its console complains."""

    def opened(*, language: str = "fi-FI", script: bool = True) -> AbstractContextManager[Visitor]:
        return visiting(chrome, stack, language=language, script=script)

    return opened
