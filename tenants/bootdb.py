"""Making a database ready: logins, schemas, extensions, and what PostgreSQL must not let everybody do.

Runs as a superuser, once for each database and as often as you like. Rights on functions of pg_catalog live
in each database, so a new or restored one needs this too; `tenants.backend.walls` refuses to work without.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

OWNER = "rinnalla_owner"
APP = "rinnalla_app"
FIGURES = "rinnalla_figures"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
QUIET = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
}
_DEFAULTS = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner}"


@dataclass(frozen=True)
class Urls:
    """Where each login connects to."""

    owner: str
    app: str
    figures: str


def boot(superuser_url: str, *, database: str, passwords: dict[str, str]) -> Urls:
    """Make or repair roles, database, schemas and rights. `passwords` has one for each of the three logins.

    Raises psycopg.Error when the server cannot be reached or the login is no superuser.
    """
    with psycopg.connect(superuser_url, autocommit=True) as server:
        _logins(server, passwords)
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            server.execute(
                sql.SQL(
                    "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' LOCALE_PROVIDER builtin "
                    "BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' TEMPLATE template0"
                ).format(sql.Identifier(database), sql.Identifier(OWNER))
            )
    with psycopg.connect(_into(superuser_url, database), autocommit=False) as inside:
        _schemas(inside, database)
        _revokes(inside)
        _silence(inside, database)
    return Urls(
        owner=_as(superuser_url, OWNER, passwords[OWNER], database),
        app=_as(superuser_url, APP, passwords[APP], database),
        figures=_as(superuser_url, FIGURES, passwords[FIGURES], database),
    )


def _logins(server: psycopg.Connection, passwords: dict[str, str]) -> None:
    for name, attributes in (
        (OWNER, "LOGIN CREATEROLE INHERIT"),
        (APP, "LOGIN NOINHERIT"),
        (FIGURES, "LOGIN NOINHERIT"),
    ):
        exists = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        server.execute(
            sql.SQL("{} ROLE {} WITH {} PASSWORD {}").format(
                sql.SQL("ALTER" if exists else "CREATE"),
                sql.Identifier(name),
                sql.SQL(attributes),
                sql.Literal(passwords[name]),
            )
        )


def _schemas(inside: psycopg.Connection, database: str) -> None:
    names = {"db": sql.Identifier(database)} | {
        key: sql.Identifier(value) for key, value in {"owner": OWNER, "app": APP, "figures": FIGURES}.items()
    }
    for statement in (
        "REVOKE ALL ON DATABASE {db} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {db} TO {owner}, {app}, {figures}",
        "GRANT CREATE, TEMPORARY ON DATABASE {db} TO {owner}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}, {figures}",
        "CREATE SCHEMA IF NOT EXISTS extensions AUTHORIZATION {owner}",
        "GRANT USAGE ON SCHEMA extensions TO {app}, {figures}",
        "CREATE SCHEMA IF NOT EXISTS figures AUTHORIZATION {owner}",
        "GRANT USAGE ON SCHEMA figures TO {figures}",
        # The shared side: the app reads and writes it, but for what a migration takes back (umbrella).
        f"{_DEFAULTS} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{app}}",
        f"{_DEFAULTS} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {{app}}",
        f"{_DEFAULTS} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ):
        inside.execute(sql.SQL(statement).format(**names))
    for extension in EXTENSIONS:
        inside.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {} WITH SCHEMA extensions").format(
                sql.Identifier(extension)
            )
        )


def _revokes(inside: psycopg.Connection) -> None:
    """Three doors that one injected expression could use (tests/isolation/test_statements.py)."""
    logins = sql.SQL(", ").join(map(sql.Identifier, (OWNER, APP, FIGURES)))
    for statement in (
        "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO {logins}",
        "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
        "REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC",
    ):
        inside.execute(sql.SQL(statement).format(logins=logins))
    inside.execute(sql.SQL("GRANT USAGE ON LANGUAGE plpgsql TO {}").format(sql.Identifier(OWNER)))


def _silence(inside: psycopg.Connection, database: str) -> None:
    """The server's log tells of the server: no statements, parameters or rows, which hold what people are.

    Also where the server's own configuration says otherwise; only a superuser could change it for a session.
    The text of an error may repeat a value, so errors are left to the process that asked, which logs their
    type and place.
    """
    for name, value in QUIET.items():
        inside.execute(
            sql.SQL("ALTER DATABASE {} SET {} = {}").format(
                sql.Identifier(database), sql.Identifier(name), sql.Literal(value)
            )
        )


def _into(url: str, database: str) -> str:
    parts = urlsplit(url)
    return parts._replace(path=f"/{database}").geturl()


def _as(url: str, user: str, password: str, database: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or "127.0.0.1"
    port = f":{parts.port}" if parts.port else ""
    return f"postgres://{user}:{quote(password, safe='')}@{host}{port}/{database}"
