"""The owner's own connections for backups, and PostgreSQL's programs."""

import shutil

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from tenants.backup.errors import BackupError

# One way of writing values, so that their hashes can be compared.
ALIKE = (
    "TimeZone = 'UTC'",
    "DateStyle = 'ISO'",
    "IntervalStyle = 'postgres'",
    "bytea_output = 'hex'",
    "extra_float_digits = '1'",
)
_OPTIONS = " ".join("-c " + one.replace(" = ", "=").replace("'", "") for one in ALIKE)


def _parts() -> dict[str, str]:
    database = connection.settings_dict
    return {
        "host": database["HOST"] or "127.0.0.1",
        "port": str(database["PORT"] or 5432),
        "user": database["USER"],
        "password": database["PASSWORD"],
        "dbname": database["NAME"],
    }


def connect(*, autocommit: bool = False) -> psycopg.Connection:
    """A connection beside Django's, whose values are written in one way."""
    return psycopg.connect(make_conninfo(**_parts(), options=_OPTIONS), autocommit=autocommit)


def program(name: str) -> str:
    """The path of pg_dump or its like. Raises BackupError."""
    found = shutil.which(name, path=settings.PG_BIN or None)
    if not found:
        raise BackupError(f"{name} was not found: install PostgreSQL's client programs or set PG_BIN.")
    return found


def environment() -> dict[str, str]:
    """What PostgreSQL's programs need to connect as the owner; nothing of it shows in a list of processes."""
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    return {names[name]: value for name, value in _parts().items()}
