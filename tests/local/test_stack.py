"""The whole stack as `make demo` starts it, once for all tests of this file."""

from __future__ import annotations

import http.client
import os
import re
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from local import __main__ as commands, stack as stack_module
from local.errors import AlreadyRunning, LocalError, PortTaken
from local.ports import bound
from local.postgres import bin_dir
from local.processes import is_alive
from local.redis import server_program
from local.signins import SignIn, parse
from local.stack import ROOT, Stack
from tests.lacking import needs
from tests.stacks import running

pytestmark = [
    pytest.mark.slow,
    needs(bin_dir() and server_program(), "There are no built-in servers for this machine."),
]


@pytest.fixture(scope="module")
def stack(demo_data: Callable[[], Path]) -> Iterator[Stack]:
    """A running stack."""
    with running(demo_data()) as started:
        yield started


def request(
    stack: Stack,
    method: str,
    path: str,
    *,
    body: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[http.client.HTTPResponse, str]:
    """One request to the base host."""
    connection = http.client.HTTPConnection(*stack.address, timeout=20)
    try:
        connection.request(
            method,
            path,
            body=urlencode(body) if body else None,
            headers={
                "Host": f"{stack.host}:{stack.web_port}",
                "Content-Type": "application/x-www-form-urlencoded",
                **(headers or {}),
            },
        )
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for a condition, or fail."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def test_pages_answer_with_style_and_policy(stack: Stack) -> None:
    response, page = request(stack, "GET", "/demo/")
    assert response.status == 200
    assert "script-src 'self'" in str(response.headers["Content-Security-Policy"])
    [style] = re.findall(r'href="(/static/main\.[0-9a-f]{12}\.css)"', page)
    served, _ = request(stack, "GET", style)
    assert (served.status, served.headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert "immutable" in str(served.headers["Cache-Control"])


def test_mail_over_smtp_lands_in_the_inbox(stack: Stack) -> None:
    host, port = stack.environment("app")["EMAIL_URL"].removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port)) as client:
        client.sendmail("a@example.org", ["eeva@example.org"], b"Subject: Vuorosi\r\n\r\nHei\r\n")
    [summary] = stack.mailbox.summaries(to="eeva@")
    _, page = request(stack, "GET", "/demo/inbox/")
    assert f"/demo/inbox/{summary.key}/" in page


def test_clock_moves_for_every_process_of_the_web(stack: Stack) -> None:
    response, page = request(stack, "GET", "/demo/")
    cookies = SimpleCookie()
    for line in response.headers.get_all("Set-Cookie", []):
        cookies.load(line)
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
    form = {"step": "2025-02-04T14:01", "csrfmiddlewaretoken": token}
    headers = {
        "Accept": "application/json",
        "Cookie": "; ".join(f"{name}={one.value}" for name, one in cookies.items()),
    }
    _, answer = request(stack, "POST", "/demo/clock/", body=form, headers=headers)
    assert '"now": "2025-02-04T12:01' in answer
    for _ in range(8):
        _, page = request(stack, "GET", "/demo/")
        [shown] = re.findall(r'<time [^>]*datetime="([^"]+)"', page)
        assert datetime.fromisoformat(shown).strftime("%Y-%m-%d %H") == "2025-02-04 12"


def test_environment_gives_each_process_its_login_only(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "of somebody else")
    monkeypatch.setenv("SECRET_KEY_FILE", "/of/somebody/else")
    app, owner, figures = (stack.environment(name) for name in ("app", "owner", "figures"))
    assert "//rinnalla_app:" in app["DATABASE_URL"]
    assert "//rinnalla_owner:" in owner["DATABASE_URL"]
    assert "//rinnalla_app:" in figures["DATABASE_URL"]
    assert "//rinnalla_figures:" in figures["FIGURES_DATABASE_URL"]
    assert "FIGURES_DATABASE_URL" not in app
    assert not {"PGPASSWORD", "SECRET_KEY_FILE"} & app.keys()


@pytest.mark.parametrize("name", ["postgres", "redis", "web"])
def test_killed_service_comes_back_on_its_port(stack: Stack, name: str) -> None:
    service = stack.supervisor.service(name)
    first = service.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: service.pid not in {None, first})
    until(lambda: answers(stack))
    assert (stack.supervisor.service(name).pid, is_alive(first)) == (service.pid, False)


def answers(stack: Stack) -> bool:
    """Whether a page comes."""
    try:
        return request(stack, "GET", "/demo/")[0].status == 200
    except OSError:
        return False


def test_second_stack_on_the_folder_says_that_one_runs(stack: Stack) -> None:
    with pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}"):
        Stack(var_dir=stack.var_dir).start()
    assert answers(stack)


def test_reset_is_refused_while_it_runs(stack: Stack) -> None:
    with pytest.raises(AlreadyRunning):
        commands.run_reset(stack.var_dir, True)
    assert answers(stack)


def test_taken_port_is_explained_and_nothing_stays(folder: Path) -> None:
    with bound() as other:
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"make demo PORT={port + 1}"):
            Stack(var_dir=folder, web_port=port).start()
    assert not (folder / "postgres").exists()


def test_missing_servers_are_asked_for_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack_module, "bin_dir", lambda: None)
    monkeypatch.setattr(stack_module, "server_program", lambda: None)
    with pytest.raises(
        LocalError, match=r"(?s)no built-in PostgreSQL.*DATABASE_URL=.*Redis.*REDIS_URL=redis:"
    ):
        Stack(var_dir=folder / "var").start()
    assert not (folder / "var").exists()


def test_unreachable_database_of_ones_own_is_explained(folder: Path) -> None:
    with bound() as nobody:
        url = f"postgres://postgres:x@127.0.0.1:{nobody.getsockname()[1]}/postgres"
        with pytest.raises(
            LocalError, match=r"(?s)could not be made ready: .*refused.*DATABASE_URL has to name"
        ):
            Stack(var_dir=folder, database_url=url, redis_url="redis://127.0.0.1:1/0").start()


def test_port_of_a_crashed_run_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "lock").write_text("1\n")
    monkeypatch.setattr(stack_module, "CRASHED_WEB_SECONDS", 0.5)
    with bound() as other:
        other.listen()
        before = time.monotonic()
        with pytest.raises(PortTaken):
            Stack(var_dir=folder, web_port=other.getsockname()[1]).start()
    assert time.monotonic() - before > 0.5
    assert (folder / "lock").read_text() == ""


def test_demo_command_keeps_data_and_stops_on_a_signal(stack: Stack) -> None:
    key = next(stack.mailbox.summaries()).key
    secret = stack.environment("app")["SECRET_KEY"]
    pids = [service.pid for service in stack.supervisor.services()]
    stack.stop()
    assert [pid for pid in pids if pid is None or is_alive(pid)] == []

    demo = subprocess.Popen(
        [sys.executable, "-m", "local", "demo"],
        env=os.environ
        | {"VAR_DIR": str(stack.var_dir), "PORT": "0", "DATABASE_URL": "", "REDIS_URL": ""}
        | {"PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert demo.stdout
    said = []
    for line in demo.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    left = descendants(demo.pid)
    demo.send_signal(signal.SIGINT)
    said += demo.stdout.readlines()
    demo.stdout.close()
    assert (demo.wait(30), len(left) > 7) == (0, True), "".join(said)
    assert [pid for pid in left if is_alive(pid)] == []
    assert (stack.var_dir / "secrets" / "secret-key").read_text().strip() == secret
    assert (stack.var_dir / "mail" / f"{key}.eml").exists()
    assert commands.run_reset(stack.var_dir, True) == 0
    assert [path.name for path in stack.var_dir.iterdir()] == ["lock"]


def descendants(pid: int) -> list[int]:
    """All processes below one."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def test_reset_removes_what_the_demo_made_and_nothing_else(folder: Path) -> None:
    (folder / "mail").mkdir()
    (folder / "bench.json").write_text("{}")
    assert commands.run_reset(folder, True) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["bench.json", "lock"]
    assert commands.run_reset(folder, True) == 0


def test_table_names_each_role_once() -> None:
    text = (
        '[{"role": "Coordinator", "name": "Satu", "place": "N", "url": "http://n/", "email": "s@e.org", '
        '"password": "x", "more": 1}, {"role": "Coordinator", "name": "Pekka", "place": "T", '
        '"url": "http://t/", "email": "pekka@e.org", "password": "y"}]'
    )
    assert commands.table(parse(text)) == [
        "",
        "  Coordinator  s@e.org      x  http://n/",
        "               pekka@e.org  y  http://t/",
    ]
    assert isinstance(parse(text)[0], SignIn)
    with pytest.raises(ValueError, match="Not a list of sign-ins"):
        parse('[{"role": "Coordinator"}]')
