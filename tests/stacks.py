"""The whole running product for tests, from a copy of the demo federation that is made once for a run."""

import io
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from infra import messages
from local.postgres import bin_dir
from local.redis import server_program
from local.stack import Stack
from local.supervisor import Command
from local.terminal import Terminal
from tests import environment
from tests.lacking import lacking
from web import assets


class _Filled(Exception):
    """The database is full."""


class _Filling(Stack):
    """Starts as any stack does, and is stopped where its pages would come next."""

    def _web(self) -> Command:
        raise _Filled


def demo_data() -> Path:
    """A new folder with the data of the demo federation, for one stack; skips where there are no servers."""
    if not (bin_dir() and server_program()):
        lacking("There are no built-in servers for this machine, so this test of the whole cannot run.")
    if not assets.built():
        pytest.fail("The front end is not built: python -m web.build")
    made = environment.RUN_FOLDER / "demo"
    with environment.alone("demo"):
        if not made.exists():
            _make(made)
    mine = environment.RUN_FOLDER / f"stack-{secrets.token_hex(4)}"
    if (made / "postgres" / "data").exists():
        environment.copy(made, mine)
    else:  # the server had to lay its data elsewhere; each stack makes its own
        mine.mkdir(mode=0o755)
    return mine


def _make(made: Path) -> None:
    messages.compile_catalogues()
    making = made.with_name("demo-making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o755)
    environment.lend_template(making)
    with suppress(_Filled):
        _Filling(var_dir=making, durable=False, out=_silent()).start()
    making.rename(made)


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[Stack]:
    """A stack on these data, with options of its own; stopped and gone afterwards."""
    try:
        with Stack(var_dir=folder, durable=False, out=_silent(), **options) as stack:
            yield stack
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _silent() -> Terminal:
    return Terminal(io.StringIO())
