"""Make the database ready for its first start and after each update: `python -m infra.boot`.

Runs once with the superuser's login, as often as you like: logins, database, schemas, and what PostgreSQL
must not let everybody do (tenants.bootdb). Variables: `SUPERUSER_URL`, `SUPERUSER_PASSWORD`, `DATABASE_NAME`,
`OWNER_PASSWORD`, `APP_PASSWORD`, `FIGURES_PASSWORD`; each secret may come as a file (`…_FILE`).
"""

from __future__ import annotations

import os
import sys
import time

import psycopg

from config.variables import Variables
from infra import lines
from tenants import bootdb

WRONG_VARIABLES = 78
PATIENCE_SECONDS = 60.0


def main() -> int:
    """Boot the database; 0 when it is ready, 78 when a variable is wrong, 1 when the server refuses."""
    read = Variables(os.environ)
    url = read.server_url(
        "SUPERUSER",
        schemes=("postgres", "postgresql"),
        like="postgres://postgres@host/postgres",
        path="database",
    )
    database = read.text("DATABASE_NAME", "rinnalla")
    passwords = {
        bootdb.OWNER: read.secret("OWNER_PASSWORD"),
        bootdb.APP: read.secret("APP_PASSWORD"),
        bootdb.FIGURES: read.secret("FIGURES_PASSWORD"),
    }
    if len(set(passwords.values())) < len(passwords) and not read.problems:
        read.wrong("Two of the three logins have the same password: make one for each.")
    if read.problems:
        for problem in read.problems:
            lines.say(problem, level="critical")
        return WRONG_VARIABLES
    return _boot(url, database=database, passwords=passwords)


def _boot(url: str, *, database: str, passwords: dict[str, str]) -> int:
    """Wait for a server that is just starting, and not for one that says no."""
    started = time.monotonic()
    while True:
        try:
            bootdb.boot(url, database=database, passwords=passwords)
        except psycopg.OperationalError as error:
            passing = error.sqlstate in {None, "57P03"} and "authentication" not in str(error)
            if passing and time.monotonic() - started < PATIENCE_SECONDS:
                time.sleep(1)
                continue
            return _failed(error)
        except psycopg.Error as error:
            return _failed(error)
        lines.say("database_ready", database=database, ms=round((time.monotonic() - started) * 1000))
        return 0


def _failed(error: psycopg.Error) -> int:
    """PostgreSQL's own first line: it names a login, a database or a right, never a person."""
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    lines.say(
        "The database could not be made ready. SUPERUSER_URL has to name a PostgreSQL 18 and its superuser.",
        level="critical",
        reason=reason,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
