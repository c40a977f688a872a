"""Servers of our own for tools that need a database: started in a folder, gone or kept afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.keys import KeyRing
from local.postgres import Postgres, bin_dir
from local.redis import Redis
from tenants import bootdb


@dataclass(frozen=True)
class Stack:
    """A running PostgreSQL with our roles and one database, and a Redis."""

    folder: Path
    superuser_url: str
    urls: bootdb.Urls
    redis_url: str
    secret_key: str

    def environment(self, process: str, *, clock_movable: bool = False) -> dict[str, str]:
        """What a process of this kind (`app`, `owner` or `figures`) reads from its environment."""
        return {
            "DATABASE_URL": self.urls.owner if process == "owner" else self.urls.app,
            "FIGURES_DATABASE_URL": self.urls.figures if process == "figures" else "",
            "RINNALLA_PROCESS": process,
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": self.secret_key,
            "BASE_URL": "http://rinnalla.localhost",
            "EMAIL_URL": "smtp://127.0.0.1:1",
            "CLOCK_MOVABLE": "true" if clock_movable else "false",
            "DEBUG": "false",
            "LOG_LEVEL": "WARNING",
            "VAR_DIR": str(self.folder),
            "PG_BIN": str(bin_dir() or ""),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }


@contextmanager
def running(folder: Path, *, database: str, redis: bool = True) -> Iterator[Stack]:
    """Both servers with their data in ``folder``; fast rather than safe from power cuts.

    Raises local.errors.LocalError with what to do where they cannot be started.
    """
    keys = KeyRing(folder / "secrets")
    with ExitStack() as opened:
        postgres = opened.enter_context(Postgres(folder / "postgres", durable=False))
        redis_url = "redis://127.0.0.1:1/0"
        if redis:
            redis_url = opened.enter_context(Redis(folder / "redis", durable=False)).url
        passwords = {name: keys.get(name) for name in (bootdb.OWNER, bootdb.APP, bootdb.FIGURES)}
        yield Stack(
            folder=folder,
            superuser_url=postgres.superuser_url,
            urls=bootdb.boot(postgres.superuser_url, database=database, passwords=passwords),
            redis_url=redis_url,
            secret_key=keys.get("secret_key"),
        )
