"""Servers and settings of the tests, loaded before Django's settings are (`-p tests.environment`).

One PostgreSQL and one Redis for the run, started when the first test asks for a database. The owner's part
(migrating, provisioning) happens in a subprocess; the tests themselves log in as the app does, so that the
walls which they lean on are the real ones. `DATABASE_URL` and `REDIS_URL` name other servers.
"""

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT / "platform", ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from local.ports import free_port  # noqa: E402  # needs the path
from local.postgres import Postgres, bin_dir  # noqa: E402  # needs the path
from local.redis import Redis  # noqa: E402  # needs the path
from tenants import bootdb  # noqa: E402  # needs the path

_folder = Path(tempfile.mkdtemp(prefix="rinnalla-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

_passwords = {name: secrets.token_hex(8) for name in (bootdb.OWNER, bootdb.APP, bootdb.FIGURES)}
_given_database = os.environ.get("DATABASE_URL", "")
_given_redis = os.environ.get("REDIS_URL", "")
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
DATABASE = f"rinnalla_test_{os.getpid()}"
_port = urlsplit(_given_database).port or 5432 if _given_database else free_port()
_host = urlsplit(_given_database).hostname if _given_database else "127.0.0.1"
_redis_port = free_port()
_redis_password = secrets.token_hex(8)


def _url(name: str) -> str:
    return f"postgres://{name}:{_passwords[name]}@{_host}:{_port}/{DATABASE}"


OWNER_URL = _url(bootdb.OWNER)

os.environ.update(
    {
        "SECRET_KEY": "tests",
        "BASE_URL": "http://rinnalla.localhost:8000",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "DEMO": "false",
        "DEBUG": "false",
        "CLOCK_MOVABLE": "true",
        "RINNALLA_PROCESS": "app",
        "DATABASE_POOL": "false",
        "DATABASE_URL": _url(bootdb.APP),
        "FIGURES_DATABASE_URL": _url(bootdb.FIGURES),
        "REDIS_URL": _given_redis or f"redis://:{_redis_password}@127.0.0.1:{_redis_port}/0",
        "VAR_DIR": str(_folder / "var"),
        "PG_BIN": os.environ.get("PG_BIN") or str(bin_dir() or ""),
        "LOG_LEVEL": "WARNING",
    }
)


class Servers:
    """What runs for this test run."""

    def __init__(self) -> None:
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        self.superuser_url = _given_database

    def start(self) -> None:
        """Start what was not given, make the database, migrate it and fill it with the personas."""
        if not _given_database:
            self.postgres = Postgres(_folder / "postgres", port=_port, durable=False)
            self.postgres.start()
            self.superuser_url = self.postgres.superuser_url
        if not _given_redis:
            self.redis = Redis(_folder / "redis", port=_redis_port, durable=False, password=_redis_password)
            self.redis.start()
        bootdb.boot(self.superuser_url, database=DATABASE, passwords=_passwords)
        as_owner("migrate_schemas", "--shared", "--verbosity=0")
        run_seed("owner")
        run_seed("app")

    def stop(self) -> None:
        """Stop what was started."""
        for server in (self.redis, self.postgres):
            if server is not None:
                server.stop()


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
