"""What is refused, with which sentence, and that nothing is left of it."""

import base64
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from django.test import Client
from psycopg import sql
from pytest_django import Settings

from accounts.models import User
from tenants import provisioning
from tenants.backup import archive as archives, keeping, making, public_rows, restoring, script, server
from tenants.backup.archive import PIECE, Reader, Writer
from tenants.backup.errors import BackupError, Damaged, NoKey, WrongKey
from tenants.models import Access, Association
from tests import environment, processes, states
from tests.conftest import browser
from tests.tenants.backup.conftest import KEY, Owner, drop, owners, run


@pytest.fixture(autouse=True)
def _key(settings: Settings) -> None:
    settings.BACKUP_KEY = KEY


# Of this database alone: a server may have others.
LOCKS = (
    "SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database "
    "WHERE locktype = 'advisory' AND datname = current_database()"
)


def schemas() -> set[str]:
    with psycopg.connect(environment.OWNER_URL) as own:
        return {name for (name,) in own.execute("SELECT nspname FROM pg_namespace").fetchall()}


def refused(*words: object, **more: str) -> str:
    answer = run(*map(str, words), **more)
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    return answer.stderr


# --- the file ------------------------------------------------------------------------------------


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """An archive of three pieces."""
    path = tmp_path / "x.rinnalla"
    with Writer(path, {"format": 1}) as file:
        for _ in range(5):
            file.write(secrets.token_bytes(PIECE // 2))
    return path


def _flip(at: int) -> Callable[[bytes], bytes]:
    return lambda content: content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def _swap(content: bytes) -> bytes:
    head, sealed = content[: archives._HEAD], content[archives._HEAD :]
    step = 4 + PIECE + 16
    return head + sealed[step : 2 * step] + sealed[:step] + sealed[2 * step :]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_flip(3), "it does not begin like one"),
        (_flip(archives._HEAD - 1), "it was changed or cut off"),
        (_flip(archives._HEAD + 40), "it was changed or cut off"),
        (_flip(-1), "it was changed or cut off"),
        (lambda content: content[:-1], "it is cut off"),
        (lambda content: content[: archives._HEAD + 4 + PIECE + 16], "it was changed or cut off"),
        (lambda content: content[: archives._HEAD], "it is cut off"),
        (lambda content: b"", "it does not begin like one"),
        (lambda content: content + b"x", "it was changed or cut off"),
        (_swap, "it was changed or cut off"),
    ],
)
def test_changed_file_is_noticed(written: Path, change: Callable[[bytes], bytes], why: str) -> None:
    Reader(written).verify()
    written.write_bytes(change(written.read_bytes()))
    with pytest.raises(Damaged, match=why):
        Reader(written).verify()


def test_other_key_is_told_apart_from_a_changed_file(written: Path, settings: Settings) -> None:
    settings.BACKUP_KEY = base64.b64encode(secrets.token_bytes(32)).decode()
    with pytest.raises(WrongKey, match="was encrypted with another key"):
        Reader(written).manifest()


@pytest.mark.parametrize("text", ["", "short", base64.b64encode(b"x" * 31).decode(), "ä" * 44])
def test_key_that_is_none_is_refused(text: str, settings: Settings) -> None:
    settings.BACKUP_KEY = text
    with pytest.raises(NoKey, match="openssl rand -base64 32"):
        archives.key()


def test_failed_writing_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), Writer(tmp_path / "x.rinnalla", {}):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_missing_file_and_missing_key_are_said_plainly(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refused("restore_association", tmp_path / "none.rinnalla")
    assert "Set BACKUP_KEY or BACKUP_KEY_FILE." in refused("backup_all", "--to", tmp_path, BACKUP_KEY="")


# --- names in a dump -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("CREATE SCHEMA a_b;\n", "CREATE SCHEMA work;\n"),
        ("CREATE TABLE a_b.a_b (\n", "CREATE TABLE work.a_b (\n"),
        ("SELECT setval('a_b.x_seq', 5, true);\n", "SELECT setval('work.x_seq', 5, true);\n"),
        ("COPY a_b.x (id, a_b) FROM stdin;\n", "COPY work.x (id, a_b) FROM stdin;\n"),
        ("x_a_b.y a_bc.y \"a_b\".y z.a_b.y a_b\n", "x_a_b.y a_bc.y \"a_b\".y z.a_b.y a_b\n"),
    ],
)  # fmt: skip
def test_names_change_where_they_name_the_schema_only(line: str, becomes: str) -> None:
    assert script.renamed(schema_name="a_b", into="work")(line.encode()).decode() == becomes


# --- who may -------------------------------------------------------------------------------------


def test_app_runs_none_of_it(full: Association, tmp_path: Path) -> None:
    for verb in (
        lambda: making.back_up(full, folder=tmp_path),
        lambda: restoring.restore(tmp_path / "x"),
        lambda: keeping.back_up_all(folder=tmp_path, keep_days=1, say=print),
    ):
        with pytest.raises(provisioning.NotTheOwner):
            verb()
    said = refused("backup_all", RINNALLA_PROCESS="app", DATABASE_URL=os.environ["DATABASE_URL"])
    assert "RINNALLA_PROCESS=owner" in said


def test_app_with_postgresqls_program_gets_nothing(full: Association) -> None:
    """Its login may not, whoever it says that it is; nor does the command believe it."""
    said = subprocess.run(
        [server.program("pg_dump"), "--schema", full.schema_name, os.environ["DATABASE_URL"]],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (said.returncode, said.stdout.count("COPY")) == (1, 0)
    assert "permission denied" in said.stderr
    answer = run("backup_association", full.slug, DATABASE_URL=os.environ["DATABASE_URL"])
    assert answer.returncode != 0
    assert "rinnalla_app" in answer.stdout + answer.stderr
    assert "Traceback" not in answer.stderr


# --- restoring -----------------------------------------------------------------------------------


def test_living_association_is_not_overwritten(full: Association, archive: Path) -> None:
    said = refused("restore_association", archive)
    assert f"{full.slug} lives" in said
    assert "--as NEW-ADDRESS --name 'NEW NAME'" in said


def test_copy_over_anybodys_address_is_refused(full: Association, archive: Path) -> None:
    for slug in (full.slug, "alfa", "liitto", "www"):
        with pytest.raises(BackupError, match=f"The address “{slug}” is taken"):
            public_rows.require_free(slug)
    for slug in ("A b", "a_b", "ä", "", "-a"):
        with pytest.raises(BackupError, match="cannot be an address"):
            public_rows.require_free(slug)
    assert "A copy needs both" in refused("restore_association", archive, "--as", "new-one")
    assert "Nobody signs in here with no@example.org" in refused(
        "restore_association", archive, "--as", "new-one", "--name", "X", "--coordinator", "no@example.org"
    )


def test_deleted_association_does_not_come_back(full: Association, archive: Path) -> None:
    drop(full.schema_name)
    states.put(full, "deleted")
    assert "does not come back under its own name" in refused("restore_association", archive)
    copy = ("--as", "new-one", "--name", "X")
    assert "under its own name or another" in refused("restore_association", archive, *copy)


def test_tampered_archive_changes_nothing(full: Association, archive: Path) -> None:
    drop(full.schema_name)
    content = archive.read_bytes()
    archive.write_bytes(content[:-300] + bytes([content[-300] ^ 1]) + content[-299:])
    before = schemas()
    assert "is not a whole backup: it was changed or cut off. Nothing was restored" in refused(
        "restore_association", archive
    )
    assert schemas() == before


def test_archive_of_a_later_release_is_refused(full: Association, folder: Path, owner: Owner) -> None:
    with psycopg.connect(environment.OWNER_URL) as own:
        own.execute(
            sql.SQL("INSERT INTO {} (app, name, applied) VALUES ('register', '9999_x', '2030-01-01')").format(
                sql.Identifier(full.schema_name, "django_migrations")
            )
        )
    path = owner("backup_association", full.slug, "--to", folder).stdout.strip()
    assert "made by a later release of Rinnalla" in refused("restore_association", path)


@pytest.mark.parametrize("moment", ["after_load", "before_open"])
def test_killed_restore_leaves_nothing_and_can_be_repeated(
    full: Association, archive: Path, owner: Owner, tmp_path: Path, moment: str
) -> None:
    drop(full.schema_name)
    before = schemas()
    code = """
import django, os, signal, sys, pathlib
django.setup()
from tenants.backup import restoring
def die(*a, **k): os.kill(os.getpid(), signal.SIGKILL)
setattr(restoring, {"after_load": "_prepare", "before_open": "_open"}[sys.argv[1]], die)
restoring.restore(pathlib.Path(sys.argv[2]))
"""
    killed = processes.run(["-c", code, moment, str(archive)], environment=owners())
    assert killed.returncode == -signal.SIGKILL
    left = schemas() - before
    assert all(name.startswith("restoring_") for name in left)
    assert Association.objects.get(pk=full.pk).state == "active"
    _until_locks_are_free()
    owner("restore_association", archive)
    assert schemas() - before == {full.schema_name}


def _until_locks_are_free() -> None:
    """A killed process' connections end when the server notices."""
    end = time.monotonic() + 20
    with psycopg.connect(environment.OWNER_URL, autocommit=True) as own:
        while own.execute(LOCKS).fetchone():
            assert time.monotonic() < end
            time.sleep(0.1)


def test_restore_killed_while_it_loads_leaves_nothing(full: Association, archive: Path, owner: Owner) -> None:
    drop(full.schema_name)
    before = schemas()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "platform/manage.py", "restore_association", str(archive)],
        cwd=environment.ROOT, env=owners(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    end = time.monotonic() + 60
    with psycopg.connect(environment.OWNER_URL, autocommit=True) as own:
        while not own.execute(LOCKS).fetchone():
            assert time.monotonic() < end
            time.sleep(0.005)
    process.kill()
    process.wait()
    _until_locks_are_free()
    assert all(name.startswith("restoring_") for name in schemas() - before)
    owner("restore_association", archive)
    assert schemas() - before == {full.schema_name}


# --- a copy is closed ----------------------------------------------------------------------------


def test_only_whom_the_operator_names_enters_a_copy(
    full: Association, archive: Path, owner: Owner, copies: str, django_db_blocker: object
) -> None:
    eva = User.objects.get(accesses__association=full, accesses__role="coordinator")
    other = User.objects.create_user(f"x-{secrets.token_hex(4)}@example.org", None, name="X")
    words = ("--as", copies, "--name", "Kopio ry", "--coordinator", other.email.upper())
    owner("restore_association", archive, *words)
    copy = Association.objects.get(slug=copies)
    accesses = Access.objects.filter(association=copy).values_list("user", "role")
    assert list(accesses) == [(other.pk, "coordinator")]
    assert browser(eva, copy).get("/home/").status_code == 404
    client: Client = browser(eva, full)
    assert client.get("/home/").status_code == 200
    Access.objects.filter(association=copy).delete()
    other.delete()


# --- the nightly round ---------------------------------------------------------------------------


def test_one_that_fails_does_not_stop_the_others(full: Association, folder: Path) -> None:
    with psycopg.connect(environment.OWNER_URL) as own:
        own.execute("CREATE SCHEMA restoring_0123456789ab")
        own.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(full.schema_name, "django_migrations")))
    answer = run("backup_all", "--to", str(folder), "--keep-days", "3")
    assert answer.returncode == 1
    assert f"{full.slug}: FAILED" in answer.stdout
    assert f"Without a backup of tonight: {full.slug}." in answer.stderr
    assert {path.name.rsplit("-", 1)[0] for path in folder.iterdir()} == {"alfa", "beta"}
    assert "restoring_0123456789ab" not in schemas()


def test_old_archives_go_but_never_the_last_of_who_lives(folder: Path) -> None:
    folder.mkdir()
    for name in (
        "a-b-20200101T000000.000000Z",
        "a-b-20200102T000000.000000Z",
        "gone-20200101T000000.000000Z",
    ):
        (folder / f"{name}.rinnalla").touch()
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    (folder / f"fresh-{now}.rinnalla").touch()
    (folder / "note.txt").touch()
    removed = keeping.remove_old(folder=folder, keep_days=14, living={"a-b", "fresh"})
    assert [path.name.split("T")[0] for path in removed] == ["a-b-20200101", "gone-20200101"]
    assert len(list(folder.iterdir())) == 3


def test_database_of_the_tests_is_the_owners(db: None) -> None:
    """The control of this file: its commands and its tests look at one database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == (urlsplit(environment.OWNER_URL).path[1:],)
    assert issubclass(NoKey, BackupError)
