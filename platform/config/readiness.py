"""Whether this process could serve somebody: looked at anew each time, said in words without details."""

import logging
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

import psycopg
import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from notifications import watch
from tenants.backend import walls

log = logging.getLogger("rinnalla.readiness")

Word = Literal["ok", "not ok"]
NEEDED = frozenset({"database", "walls", "migrations", "disk"})
"""Without Redis pages are served all the same: rows hold what is due, and jobs start when it is back."""
PATIENCE_SECONDS = 2.0

_last: dict[str, Word] = {}


class NotSo(Exception):
    """A check found something else than it should."""


def words() -> dict[str, Word]:
    """What each check found. A change is logged; what stays as it was is not."""
    found = {name: _word(check) for name, check in CHECKS.items()}
    for name, word in found.items():
        if _last.get(name, "ok") != word:
            log.warning("readiness", extra={"check": name, "is": word})
    _last.update(found)
    return found


def is_ready(found: dict[str, Word]) -> bool:
    """Whether pages can be served."""
    return all(found[name] == "ok" for name in NEEDED)


def _word(check: Callable[[], None]) -> Word:
    try:
        check()
    except (NotSo, DatabaseError, psycopg.Error, redis.RedisError, OSError, ImproperlyConfigured):
        return "not ok"
    return "ok"


def _database() -> None:
    """It answers, to the login of a process that serves people."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        row = cursor.fetchone()
    if row is None or row[0] != connection.settings_dict["USER"]:
        raise NotSo


def _walls() -> None:
    """PostgreSQL keeps the associations apart."""
    connection.ensure_connection()
    if walls.breaches(connection.connection):
        raise NotSo


def _migrations() -> None:
    """The shared side has every migration of this code. More than those is well: older code runs on it."""
    if not _wanted() <= set(MigrationRecorder(connection).applied_migrations()):
        raise NotSo


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or ())


def _redis() -> None:
    """Jobs can be started."""
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
    )
    try:
        client.ping()
    finally:
        client.close()


def _disk() -> None:
    """The working folder can be written and is not nearly full."""
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"ready")
    room = os.statvfs(folder)
    if room.f_bavail * room.f_frsize < 16 * 1024 * 1024:
        raise NotSo


def _messages() -> None:
    """What is due goes out in time. Pages do not need it."""
    if any(one.is_late for one in watch.standing()):
        raise NotSo


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "walls": _walls,
    "migrations": _migrations,
    "redis": _redis,
    "disk": _disk,
    "messages": _messages,
}
