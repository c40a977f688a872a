"""How the tests are shared out among workers (`-n 2 --dist loadscope`), and what a failed one shows.

A worker takes whole modules, so that what a module has made is made once. Tests that need something dear run
together, in one worker and one after the other, and begin first: they are the longest way.
"""

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Generator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests import environment

TOGETHER = {"demo_data": "stack", "place": "federation"}
"""Fixtures that are made once for all who use them, and the group of these."""
FIRST = ["stack", "federation", ""]
SLOW = 10
LINES = 25
GROUPS = environment.RUN_FOLDER / "groups.json"
"""Where the workers, who see the fixtures of tests, tell who hands out the group of each module."""


def _is_shared_out(config: pytest.Config) -> bool:
    """Whether this is the process that hands out, and not one that runs tests."""
    return config.getoption("dist", "no") != "no" and not environment.WORKER


def _module_of(nodeid: str) -> str:
    return nodeid.split("::", maxsplit=1)[0]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """While the workers look for tests, make what they all begin with."""
    if _is_shared_out(session.config):
        threading.Thread(target=environment.make_template, name="template").start()
    elif environment.WORKER:
        threading.Thread(target=_end_with, args=[environment.NUMBER], daemon=True).start()


def _end_with(run: int) -> None:
    """A worker whose run was killed goes at once, and its servers' guards see it."""
    while os.getppid() == run:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Modules and groups, in the order in which the workers found them."""
    from xdist.scheduler import LoadScopeScheduling

    class Modules(LoadScopeScheduling):
        @cached_property
        def _groups(self) -> dict[str, str]:
            found: dict[str, str] = json.loads(GROUPS.read_text(encoding="utf-8"))
            return found

        def _split_scope(self, nodeid: str) -> str:
            module = _module_of(nodeid)
            return self._groups.get(module, module)

    config.option.loadscopereorder = False
    return Modules(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a worker: tell the groups, and begin with what lasts longest, so that all workers end together."""
    if not environment.WORKER:
        return
    groups = {
        _module_of(item.nodeid): group
        for item in items
        for fixture, group in TOGETHER.items()
        if fixture in getattr(item, "fixturenames", ())
    }
    fresh = GROUPS.with_suffix(f".{environment.WORKER}")
    fresh.write_text(json.dumps(groups), encoding="utf-8")
    fresh.rename(GROUPS)

    weights: Counter[str] = Counter()
    for item in items:
        weights[_module_of(item.nodeid)] += SLOW if item.get_closest_marker("slow") else 1

    def turn(item: pytest.Item) -> tuple[int, int, str]:
        module = _module_of(item.nodeid)
        group = groups.get(module, "")
        return FIRST.index(group), 0 if group else -weights[module], module

    items.sort(key=turn)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test that had processes shows the end of each one's log."""
    report = yield
    if report.failed:
        for name, value in getattr(item, "funcargs", {}).items():
            for log in _logs(value):
                lines = log.read_text(errors="replace").splitlines()[-LINES:]
                report.sections.append((f"{name}: {log}", "\n".join(lines)))
    return report


def _logs(value: object) -> list[Path]:
    """The logs that a stack or a workshop writes."""
    folders = [getattr(value, "var_dir", None), getattr(value, "folder", None)]
    return [
        log
        for folder in folders
        if isinstance(folder, Path)
        for log in sorted([*folder.glob("*.log"), *folder.glob("log/*.log")])
        if log.stat().st_size
    ]
