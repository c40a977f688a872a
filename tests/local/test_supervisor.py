"""The supervisor, with small commands instead of the platform's processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.errors import DidNotStart
from local.processes import GuardedProcess, is_alive, wait_for_end
from local.supervisor import Command, Supervisor, described

SLEEPER = "import time; print('ready', flush=True); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER
PARENT = (
    "import subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(child.pid, flush=True); time.sleep(60)"
)


def command(name: str, folder: Path, script: str = SLEEPER, **options: object) -> Command:
    """A Python script as a service, ready when it says so."""
    return Command(
        name=name,
        command=[sys.executable, "-c", script],
        log=folder / f"{name}.log",
        is_ready=lambda said: "ready" in said,
        **options,  # type: ignore[arg-type]  # as Command declares them
    )


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for a condition, or fail."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def said() -> list[str]:
    """What the supervisor told the terminal."""
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    """One that is stopped after the test."""
    made = Supervisor(say=said.append)
    yield made
    made.stop()


def test_killed_child_is_started_again(supervisor: Supervisor, said: list[str], folder: Path) -> None:
    child = command("web", folder)
    supervisor.start(child)
    supervisor.watch()
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: said[-1:] == ["web runs again"])
    assert child.pid not in {None, first}
    assert said == ["web ended (by SIGKILL); it starts again in 0.5 s", "web runs again"]


def test_child_that_keeps_dying_is_started_with_longer_pauses(
    supervisor: Supervisor, said: list[str], folder: Path
) -> None:
    child = command("web", folder, "import time; print('ready', flush=True); time.sleep(0.3)")
    supervisor.start(child)
    supervisor.watch()
    ended = "web ended (exit code 0); it starts again in {} s"
    until(lambda: ended.format(2) in said)
    assert [line for line in said if "ended" in line] == [ended.format(pause) for pause in ("0.5", "1", "2")]


def test_stop_ends_all_in_reverse_order_and_leaves_nobody(
    supervisor: Supervisor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real = Command.stop

    def stop(self: Command) -> None:
        order.append(self.name)
        real(self)

    monkeypatch.setattr(Command, "stop", stop)
    children = [command(name, folder) for name in ("database", "web", "worker")]
    supervisor.start(children[0])
    supervisor.start(*children[1:])
    pids = [child.pid for child in children]
    supervisor.stop()
    assert order == ["web", "worker", "database"]
    assert [pid for pid in pids if pid is not None and is_alive(pid)] == []


def test_child_that_ignores_its_signal_is_killed_after_its_grace(folder: Path) -> None:
    child = command("web", folder, STUBBORN, grace=0.3)
    child.start()
    pid = child.pid
    assert pid is not None
    child.stop()
    assert not is_alive(pid)


def test_held_child_stays_away_until_it_is_resumed(
    supervisor: Supervisor, said: list[str], folder: Path
) -> None:
    child = command("redis", folder)
    supervisor.start(child)
    supervisor.watch()
    supervisor.hold("redis")
    time.sleep(0.5)
    assert (child.pid, said) == (None, [])
    supervisor.resume("redis")
    assert child.pid is not None


def test_child_that_ends_at_its_start_tells_its_last_words(supervisor: Supervisor, folder: Path) -> None:
    with pytest.raises(DidNotStart, match=r"web did not start\. Its log is .*web\.log\.\nno such luck"):
        supervisor.start(command("web", folder, "print('no such luck')"))


def test_child_that_never_gets_ready_is_stopped(supervisor: Supervisor, folder: Path) -> None:
    child = command("web", folder, "import time; time.sleep(60)", start_seconds=0.3)
    with pytest.raises(DidNotStart, match="web did not start in time"):
        supervisor.start(child)
    assert child.pid is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a guard adopt orphans")
def test_killed_child_leaves_no_orphan(folder: Path) -> None:
    process = GuardedProcess([sys.executable, "-c", PARENT], log=folder / "log")
    until(lambda: (folder / "log").read_text().strip() != "")
    grandchild = int((folder / "log").read_text())
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(10) == 128 + signal.SIGKILL
    assert not is_alive(grandchild)


def test_killed_supervisor_takes_its_children_along(folder: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from tests.local.test_supervisor import command\n"
        "child = command('web', Path(sys.argv[1])); child.start(); print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(Path.cwd())])},
    )
    assert told.returncode == -signal.SIGKILL, told.stderr
    assert wait_for_end(int(told.stdout), seconds=10)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_killed_guard_takes_its_command_along(folder: Path) -> None:
    process = GuardedProcess([sys.executable, "-c", SLEEPER], log=folder / "log")
    until(lambda: (folder / "log").read_text() == "ready\n")
    parent = int(Path(f"/proc/{process.pid}/stat").read_text().split()[3])
    os.kill(parent, signal.SIGKILL)
    assert wait_for_end(process.pid, seconds=10)
    process.wait(5)


def test_exit_code_is_described_in_words() -> None:
    assert [described(code) for code in (0, 3, 128 + 9, 255)] == [
        "exit code 0",
        "exit code 3",
        "by SIGKILL",
        "exit code 255",
    ]


def test_service_that_waits_for_another_does_not_keep_that_one_down(
    supervisor: Supervisor, said: list[str], folder: Path
) -> None:
    """The pages are ready when the database answers: killed together, both have to come back."""
    database = command("postgres", folder)
    web = Command(
        name="web",
        command=[sys.executable, "-c", SLEEPER],
        log=folder / "web.log",
        is_ready=lambda said: "ready" in said and database.pid is not None,
    )
    supervisor.start(database)
    supervisor.start(web)
    supervisor.watch()
    web_pid, database_pid = web.pid, database.pid
    assert web_pid is not None
    assert database_pid is not None
    supervisor.hold("postgres")
    os.kill(web_pid, signal.SIGKILL)
    until(lambda: web.pid not in {None, web_pid})  # it has begun, and waits
    supervisor.resume("postgres")
    os.kill(database.pid or 0, signal.SIGKILL)
    until(lambda: {"web runs again", "postgres runs again"} <= set(said))


def test_stop_does_not_wait_for_a_service_that_waits_in_vain(
    supervisor: Supervisor, said: list[str], folder: Path
) -> None:
    fit = [True]
    web = Command(
        name="web",
        command=[sys.executable, "-c", SLEEPER],
        log=folder / "web.log",
        is_ready=lambda said: "ready" in said and fit[0],
        grace=2,  # whoever is told to end before it could listen is given so long
    )
    supervisor.start(web)
    supervisor.watch()
    fit[0] = False
    first = web.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: web.pid not in {None, first})
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 10
    assert said == ["web ended (by SIGKILL); it starts again in 0.5 s"]
