"""How the tests are shared out among workers (`-n 2 --dist loadgroup`), and what a failed one shows.

A worker takes whole modules, so that what a module has made is made once. Tests that need something dear run
together, in one worker and one after the other, and begin first: they are the longest way.
"""

import threading
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests import environment

TOGETHER = {"demo_data": "stack", "place": "federation"}
"""Fixtures that are made once for all who use them, and the group of these."""
LINES = 25


def _is_shared_out(config: pytest.Config) -> bool:
    """Whether this is the process that hands out, and not one that runs tests."""
    return config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")


def _module_of(nodeid: str) -> str:
    return nodeid.split("::", maxsplit=1)[0]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """While the workers look for tests, make what they all begin with."""
    if _is_shared_out(session.config):
        threading.Thread(target=environment.make_template, name="template").start()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Modules and groups, in the order in which the workers found them."""
    from xdist.scheduler import LoadGroupScheduling

    class Modules(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            group: str = super()._split_scope(nodeid)
            return _module_of(group)

    config.option.loadscopereorder = False
    return Modules(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a worker: mark the groups, and begin with what lasts longest, so that all workers end together."""
    if not hasattr(config, "workerinput"):
        return
    groups: dict[str, str] = {}
    slow: Counter[str] = Counter()
    for item in items:
        module = _module_of(item.nodeid)
        for fixture, group in TOGETHER.items():
            if fixture in getattr(item, "fixturenames", ()):
                groups[module] = group
        slow[module] += 10 if item.get_closest_marker("slow") else 1
    for item in items:
        if together := groups.get(_module_of(item.nodeid)):
            item.add_marker(pytest.mark.xdist_group(together))

    def place(item: pytest.Item) -> tuple[str, int, str]:
        module = _module_of(item.nodeid)
        group = groups.get(module, "")
        return ({"stack": "0", "": "2"}.get(group, "1"), 0 if group else -slow[module], module)

    items.sort(key=place)


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
