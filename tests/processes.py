"""Processes of the product that tests start one after the other: a second less each than from nothing.

    answer = run(["platform/manage.py", "backup_all"], environment=variables)

Most of what such a process does is to load the product. One that has loaded it, for these variables, waits
and forks; each fork is a process of its own, which ends as it will: by itself, with an error, or killed. The
first with some variables starts from nothing, as it does in real use, and so does one while another runs.
"""

import atexit
import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CHANGING = {"PYTEST_CURRENT_TEST"}
"""Variables of no account."""
SECONDS = 120

Answer = subprocess.CompletedProcess[str]


def run(words: list[str], *, environment: dict[str, str], seconds: float = SECONDS) -> Answer:
    """`python *words` in the folder of the product: `file …`, `-m module …` or `-c code …`."""
    variables = {name: value for name, value in environment.items() if name not in CHANGING}
    key = json.dumps(variables, sort_keys=True)
    if key not in _loaded:
        _loaded[key] = None
        return _from_nothing(words, variables, seconds)
    loaded = _loaded[key] = _loaded[key] or _Loaded(variables)
    if not loaded.free.acquire(blocking=False):
        return _from_nothing(words, variables, seconds)
    try:
        return loaded.run(words, seconds)
    finally:
        loaded.free.release()


def _from_nothing(words: list[str], variables: dict[str, str], seconds: float) -> Answer:
    return subprocess.run(
        [sys.executable, "-W", "ignore", *words],
        cwd=ROOT, env=variables, capture_output=True, text=True, check=False, timeout=seconds,
    )  # fmt: skip


class _Loaded:
    """A process that has loaded the product. It ends when we do: nobody holds its input any more."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.free = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", __name__],
            cwd=ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        atexit.register(self._end)

    def run(self, words: list[str], seconds: float) -> Answer:
        """In a fork of it."""
        with tempfile.TemporaryDirectory() as name:
            said, complained = Path(name, "said"), Path(name, "complained")
            self._tell({"words": words, "said": str(said), "complained": str(complained)})
            late = threading.Timer(seconds, os.kill, [self._hear(), 9])
            late.start()
            code = self._hear()
            late.cancel()
            return subprocess.CompletedProcess(
                words, code, said.read_text(encoding="utf-8"), complained.read_text(encoding="utf-8")
            )

    def _tell(self, order: dict[str, Any]) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())

    def _end(self) -> None:
        with self._process:  # closes its pipes
            self._process.kill()


_loaded: dict[str, _Loaded | None] = {}


# --- in the process that has loaded ---------------------------------------------------------------------


def _wait_and_fork() -> dict[str, Any]:
    """Fork for each order; returns in the fork, with its order."""
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        pid = os.fork()
        if pid == 0:
            return order
        _answer(pid)
        _answer(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    sys.exit()


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _do(order: dict[str, Any]) -> None:
    """As the interpreter does with these words."""
    for number, path in ((0, os.devnull), (1, order["said"]), (2, order["complained"])):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(file, number)
        os.close(file)
    first, *words = order["words"]
    if first == "-m":
        sys.argv = words
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    elif first == "-c":
        sys.argv = ["-c", *words[1:]]
        exec(words[0], {"__name__": "__main__"})  # the test's own words
    else:
        sys.argv = [first, *words]
        sys.path.insert(0, str(Path(first).parent))
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    import django

    django.setup()
    _do(_wait_and_fork())
