"""Servers and settings of the tests, loaded before Django's settings are (`-p tests.environment`).

One PostgreSQL and one Redis for each process that runs tests, started when its first test asks for a
database. A run makes one template (migrated, with the personas) and each process starts a copy of it, so that
workers share nothing: no rows, no roles, no queue. Except in CI the template is kept in `var/tests` for the
next run, until a migration or a seed changes. The owner's part (migrating, provisioning)
happens in a subprocess; the tests themselves log in as the app does, so that the walls which they lean on are
the real ones. `DATABASE_URL` (a superuser's) and `REDIS_URL` name other servers.

What a test asks for:

* rows that nobody sees afterwards: `db`, or a persona (`ada`, `alfa`, …); it all rolls back
* an association of its own, to commit in: `arena` (tests/arena.py)
* what runs for this process: `servers` (`.superuser_url`), and `OWNER_URL` for the owner's login
* a server of its own, to break or to restore into: `local.postgres.Postgres(folder, durable=False)`
* Celery's processes: `tests.workshop.workshop(folder)`, once for each module
* the whole running product: `stack` in tests/browser, or one of its own, to break: `running(demo_data())`
  with the fixture `demo_data` and tests/stacks.py; it starts in seconds, from a copy of the demo federation
  that is made once for a run. Users of `demo_data` take turns: two cores carry one stack (tests/workers.py)

A process that a test starts belongs under `local.processes.GuardedProcess`: nothing outlives a killed run.
"""

import atexit
import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import psycopg

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT / "platform", ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from local.ports import free_port  # noqa: E402  # needs the path
from local.postgres import Postgres, bin_dir  # noqa: E402  # needs the path
from local.processes import is_alive  # noqa: E402  # needs the path
from local.redis import Redis  # noqa: E402  # needs the path
from tenants import bootdb  # noqa: E402  # needs the path


def _made_from() -> str:
    """A hash over what a template is made from."""
    digest = hashlib.sha256()
    patterns = (
        "*/**/migrations/*.py",
        "*/**/first_rows.py",
        "tenants/**/*.py",
        "tests/seed.py",
        "tests/environment.py",
    )
    found = {path for pattern in patterns for path in ROOT.glob(pattern) if "node_modules" not in path.parts}
    for path in sorted([*found, ROOT / "requirements" / "local.txt"]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


KEPT = ROOT / "var" / "tests" / _made_from()
"""A template of an earlier run, with the passwords of its logins."""
PREFIX = "rinnalla-tests-"
TOLD = "RINNALLA_TESTS"
"""Variable in which the run tells its workers what they share."""
TEMPLATE_SECONDS = 400.0


def _new_run() -> dict[str, Any]:
    """What this run is called, where its files lie, and the servers that it was given."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        pid = left.name.removeprefix(PREFIX).split("-")[0]
        if pid.isdigit() and not is_alive(int(pid)):  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    made.chmod(0o711)  # PostgreSQL's user has to pass through
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    kept = _kept_passwords()
    logins = (bootdb.OWNER, bootdb.APP, bootdb.FIGURES, "postgres", "redis")
    return {
        "folder": str(made),
        "number": os.getpid(),
        "kept": bool(kept),
        "passwords": kept or {name: secrets.token_hex(8) for name in logins},
        "database_url": os.environ.get("DATABASE_URL", ""),
        "redis_url": os.environ.get("REDIS_URL", ""),
    }


def _kept_passwords() -> dict[str, str]:
    if os.environ.get("CI") or os.environ.get("DATABASE_URL") or not KEPT.exists():
        return {}
    found: dict[str, str] = json.loads((KEPT / "passwords.json").read_text(encoding="utf-8"))
    return found


WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_run_told: dict[str, Any] = json.loads(os.environ[TOLD]) if WORKER else _new_run()
RUN_FOLDER = Path(_run_told["folder"])
"""Of the whole run: its workers share it."""
NUMBER: int = _run_told["number"]
"""Process id of the run."""
FOLDER = RUN_FOLDER / (WORKER or "main")
FOLDER.mkdir(mode=0o711, exist_ok=True)

_passwords: dict[str, str] = _run_told["passwords"]
_given_database: str = _run_told["database_url"]
_given_redis: str = _run_told["redis_url"]
# On a server that was given, the databases of runs and their workers lie side by side.
DATABASE = f"rinnalla_test_{NUMBER}{f'_{WORKER}' if WORKER else ''}" if _given_database else "rinnalla_test"
_port = urlsplit(_given_database).port or 5432 if _given_database else free_port()
_host = urlsplit(_given_database).hostname if _given_database else "127.0.0.1"
_redis_port = free_port()


def url_of(name: str, *, port: int | None = None) -> str:
    """Where a login (bootdb.OWNER, APP, FIGURES) finds the tests' database."""
    return f"postgres://{name}:{_passwords[name]}@{_host}:{port or _port}/{DATABASE}"


OWNER_URL = url_of(bootdb.OWNER)

os.environ.update(
    {
        TOLD: json.dumps(_run_told),
        "SECRET_KEY": "tests",
        "OPENBLAS_NUM_THREADS": "1",  # threads that wait for each other take the cores from other workers
        "BASE_URL": "http://rinnalla.localhost:8000",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "DEMO": "false",
        "DEBUG": "false",
        "CLOCK_MOVABLE": "true",
        "RINNALLA_PROCESS": "app",
        "DATABASE_POOL": "false",
        "DATABASE_URL": url_of(bootdb.APP),
        "FIGURES_DATABASE_URL": url_of(bootdb.FIGURES),
        "REDIS_URL": _given_redis or f"redis://:{_passwords['redis']}@127.0.0.1:{_redis_port}/0",
        "VAR_DIR": str(FOLDER / "var"),
        "PG_BIN": os.environ.get("PG_BIN") or str(bin_dir() or ""),
        "LOG_LEVEL": "WARNING",
    }
)

# How long an example takes says more of the machine than of the code. In CI each run tries the same ones.
hypothesis.settings.register_profile("rinnalla", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("rinnalla")


class Copy(Postgres):
    """A server that begins with the data of another one, which is stopped."""

    def __init__(self, data_dir: Path, *, of: Path, port: int | None = None) -> None:
        """`of`: the other's folder `data`."""
        super().__init__(data_dir, port=port, durable=False, password=_passwords["postgres"])
        self._original = of

    def _run_initdb(self, data: Path, password_file: Path) -> None:
        copy(self._original, data)


class Servers:
    """What runs for this process."""

    def __init__(self) -> None:
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        self.superuser_url = _given_database

    def start(self) -> None:
        """Start what was not given, with the personas in it."""
        if not _given_redis:
            self.redis = Redis(
                FOLDER / "redis", port=_redis_port, durable=False, password=_passwords["redis"]
            )
            self.redis.start()
        if _given_database:
            with alone("given"):
                _fill(self.superuser_url)
            return
        self.postgres = Copy(
            FOLDER / "postgres", of=_template() if WORKER else stopped_template(), port=_port
        )
        if WORKER:
            shutil.copytree(RUN_FOLDER / "main" / "var", FOLDER / "var", dirs_exist_ok=True)
        self.postgres.start()
        self.superuser_url = self.postgres.superuser_url

    def stop(self) -> None:
        """Stop what was started."""
        for server in (self.redis, self.postgres):
            if server is not None:
                server.stop()


def _fill(superuser_url: str) -> None:
    bootdb.boot(superuser_url, database=DATABASE, passwords=_passwords)
    as_owner("migrate_schemas", "--shared", "--verbosity=0")
    _let_tests_write()
    run_seed("owner")
    run_seed("app")


def _let_tests_write() -> None:
    """A way for tests to lay out, in their own transaction, what only the owner's process writes.

    In a schema of its own, which no code of ours knows (tests/states.py).
    """
    with psycopg.connect(OWNER_URL) as own:
        for statement in (
            "CREATE SCHEMA only_in_tests",
            f"GRANT USAGE ON SCHEMA only_in_tests TO {bootdb.APP}",
            (
                "CREATE FUNCTION only_in_tests.as_owner(statement text) RETURNS void LANGUAGE plpgsql "
                "SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$BEGIN EXECUTE statement; END$$"
            ),
            "REVOKE ALL ON FUNCTION only_in_tests.as_owner(text) FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION only_in_tests.as_owner(text) TO {bootdb.APP}",
        ):
            own.execute(statement.encode())


def make_template() -> None:
    """Once for a run with several workers, which wait for it: the data that all begin with."""
    told: dict[str, str] = {}
    try:
        if not _given_database:
            told = {"data": str(stopped_template())}
    except Exception as error:  # noqa: BLE001  # the tests that needed it tell it
        told = {"error": str(error)}
    fresh = RUN_FOLDER / "template.new"
    fresh.write_text(json.dumps(told), encoding="utf-8")
    fresh.rename(RUN_FOLDER / "template.json")


def stopped_template() -> Path:
    """The data of a stopped server with the personas in it: kept from an earlier run, or made now."""
    if _run_told["kept"]:
        shutil.copytree(KEPT / "var", FOLDER / "var", dirs_exist_ok=True)
        return KEPT / "data"
    made = Postgres(RUN_FOLDER / "template", port=_port, durable=False, password=_passwords["postgres"])
    made.start()
    try:
        _fill(made.superuser_url)
    finally:
        made.stop()
    _still_here.append(made)
    if not os.environ.get("CI"):
        _keep(made.home / "data")
    return made.home / "data"


def _keep(data: Path) -> None:
    shutil.rmtree(KEPT.parent, ignore_errors=True)
    fresh = KEPT.with_name(f"{KEPT.name}.{NUMBER}")
    fresh.mkdir(parents=True)
    copy(data, fresh / "data")
    shutil.copytree(FOLDER / "var", fresh / "var")
    passwords = fresh / "passwords.json"
    passwords.touch(mode=0o600)
    passwords.write_text(json.dumps(_passwords), encoding="utf-8")
    fresh.rename(KEPT)


_still_here: list[Postgres] = []
"""A server that had to lay its data elsewhere takes them along when it goes."""


def _template() -> Path:
    """In a worker: the data that all begin with."""
    until = time.monotonic() + TEMPLATE_SECONDS
    note = RUN_FOLDER / "template.json"
    while not note.exists():
        if time.monotonic() > until:
            raise TimeoutError(f"The tests' database was not there within {TEMPLATE_SECONDS} s.")
        time.sleep(0.05)
    told = json.loads(note.read_text(encoding="utf-8"))
    if "error" in told:
        raise RuntimeError(told["error"])
    return Path(told["data"])


def lend_template(var_dir: Path) -> None:
    """What an association's tables are made from, to an installation that would make it anew."""
    if WORKER and not _given_database:
        _template()
    made = RUN_FOLDER / "main" / "var" / "template"
    if made.exists():
        shutil.copytree(made, var_dir / "template", dirs_exist_ok=True)


def copy(data: Path, to: Path) -> None:
    """Copy the files of a stopped server with their owner and rights."""
    subprocess.run(["cp", "-a", str(data), str(to)], check=True)


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """One process of the run after the other."""
    with (RUN_FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def as_owner(*arguments: str) -> None:
    """Run a management command with the owner's login."""
    _run([sys.executable, str(ROOT / "platform" / "manage.py"), *arguments], owner=True)


def run_seed(stage: str) -> None:
    """Run one stage of the seed (tests/seed.py)."""
    _run([sys.executable, "-m", "tests.seed", stage], owner=stage == "owner")


def _run(command: list[str], *, owner: bool) -> None:
    environment = dict(os.environ)
    environment["PYTHONPATH"] = f"{ROOT / 'platform'}:{ROOT}"
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    if owner:
        environment |= {"RINNALLA_PROCESS": "owner", "DATABASE_URL": OWNER_URL, "FIGURES_DATABASE_URL": ""}
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} failed:\n{answer.stdout}\n{answer.stderr}")
