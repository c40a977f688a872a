"""Giving an association its schema and its PostgreSQL role, in one transaction, from a template's dump.

Runs with the owner's login. The template is migrated once for each state of the migrations, dumped with
pg_dump and kept; a new association is that text with another name in it.
"""

import hashlib
import secrets
import shutil
import subprocess
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tenants.backend.base import checked, role_of
from tenants.bootdb import APP
from tenants.models import Association

_TOKEN = "tpl_7f3a91c2e4"
_DEFAULTS = "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}"


class NotTheOwner(RuntimeError):
    """Provisioning was tried with a login that may not make schemas."""


def provision(association: Association) -> None:
    """Make schema, tables, role and rights, all or nothing. A finished association is left as it is."""
    schema_name = checked(association.schema_name)
    _require_owner()
    if _schema_exists(schema_name):
        return
    with _connect() as own:
        build(own, schema_name)


def build(own: psycopg.Connection, schema_name: str) -> None:
    """Make the schema and its role within a transaction of the owner's connection."""
    script = template().replace(_TOKEN, checked(schema_name))
    own.execute(script.encode())  # our own dump with a checked name
    for statement in grants(own, schema_name):
        own.execute(statement)


def regrant(association: Association) -> None:
    """Give the role its rights again, as after a migration that made tables."""
    _require_owner()
    with _connect() as own:
        for statement in grants(own, checked(association.schema_name)):
            own.execute(statement)


def template() -> str:
    """The dump of an empty association under a name that occurs nowhere else; made once for a release."""
    kept = Path(settings.VAR_DIR) / "template" / f"{_fingerprint()}.sql"
    if not kept.exists():
        text = _make_template()
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(f".{secrets.token_hex(4)}")
        partial.write_text(text, encoding="utf-8")
        partial.rename(kept)
    return kept.read_text(encoding="utf-8")


def _make_template() -> str:
    building = f"tpl_{secrets.token_hex(5)}"
    with _connect(autocommit=True) as own:
        own.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(building)))
        try:
            call_command("migrate_schemas", schema_name=building, interactive=False, verbosity=0)
            return _dump(building).replace(building, _TOKEN)
        finally:
            own.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(building)))


def _dump(schema_name: str) -> str:
    program = shutil.which("pg_dump", path=settings.PG_BIN or None)
    if not program:
        raise RuntimeError("pg_dump was not found: install PostgreSQL's client programs or set PG_BIN.")
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    own = _own_connection()
    answer = subprocess.run(  # our own program and arguments
        [program, "--schema", schema_name, "--inserts", "--no-owner", "--no-privileges", "--no-comments"],
        env={"PGDATABASE": own["dbname"]} | {variable: own[name] for name, variable in names.items()},
        capture_output=True,
        text=True,
        check=True,
    )
    # pg_dump's own meta commands, and its emptied search path, are for psql.
    lines = (
        line
        for line in answer.stdout.splitlines()
        if not line.startswith("\\") and "set_config('search_path'" not in line
    )
    return "\n".join(lines)


def grants(own: psycopg.Connection, schema_name: str) -> list[sql.Composed]:
    """The statements that make an association's role and give it its rights; they may run again."""
    names = {
        "schema": sql.Identifier(schema_name),
        "role": sql.Identifier(role_of(schema_name)),
        "app": sql.Identifier(APP),
    }
    known = own.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role_of(schema_name)]).fetchone()
    return [
        sql.SQL(statement).format(**names)
        for statement in (
            *([] if known else ["CREATE ROLE {role} NOLOGIN"]),
            "GRANT {role} TO {app} WITH INHERIT FALSE, SET TRUE",
            "GRANT USAGE ON SCHEMA {schema} TO {role}",
            "GRANT USAGE ON SCHEMA extensions TO {role}",
            "GRANT EXECUTE ON FUNCTION extensions.wake(text, timestamptz) TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
            "REVOKE ALL ON {schema}.django_migrations FROM {role}",
            f"{_DEFAULTS} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{role}}",
            f"{_DEFAULTS} GRANT USAGE, SELECT ON SEQUENCES TO {{role}}",
        )
    ]


def _fingerprint() -> str:
    """A hash over all migrations of the tenant apps: another state, another template."""
    digest = hashlib.sha256()
    for name in settings.TENANT_APPS:
        folder = Path(apps.get_app_config(name.rsplit(".", 1)[-1]).path) / "migrations"
        for file in sorted(folder.glob("*.py")):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _schema_exists(schema_name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema_name])
        return cursor.fetchone() is not None


def _own_connection() -> dict[str, str]:
    database = connection.settings_dict
    return {
        "host": database["HOST"] or "127.0.0.1",
        "port": str(database["PORT"] or 5432),
        "user": database["USER"],
        "password": database["PASSWORD"],
        "dbname": database["NAME"],
    }


def _connect(*, autocommit: bool = False) -> psycopg.Connection:
    return psycopg.connect(make_conninfo(**_own_connection()), autocommit=autocommit)


def _require_owner() -> None:
    if settings.PROCESS != "owner":
        raise NotTheOwner("Run this with RINNALLA_PROCESS=owner and the owner's DATABASE_URL.")
