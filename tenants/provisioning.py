"""Giving an association its schema and its PostgreSQL role, in one transaction, from a template's dump.

Runs with the owner's login. The template is migrated once for each state of the migrations, dumped with
pg_dump and kept; a new association is that text with another name in it.
"""

import hashlib
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tenants.backend.base import checked, role_of
from tenants.bootdb import APP
from tenants.models import Association

TOKEN = "tpl_7f3a91c2e4"
"""The name that stands for the schema in a template."""
_DEFAULTS = "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}"

_RIGHTS = """
SELECT pg_has_role(%(app)s, %(role)s, 'SET'),
       has_schema_privilege(%(role)s, %(schema)s, 'USAGE')
           AND has_schema_privilege(%(role)s, 'extensions', 'USAGE'),
       has_function_privilege(%(role)s, 'extensions.wake(text, timestamptz)', 'EXECUTE'),
       COALESCE(bool_and(has_table_privilege(%(role)s, oid, 'SELECT')
                         AND has_table_privilege(%(role)s, oid, 'INSERT')
                         AND has_table_privilege(%(role)s, oid, 'UPDATE')
                         AND has_table_privilege(%(role)s, oid, 'DELETE'))
                FILTER (WHERE relname <> 'django_migrations'), false),
       NOT bool_or(has_table_privilege(%(role)s, oid, 'SELECT, INSERT, UPDATE, DELETE'))
           FILTER (WHERE relname = 'django_migrations')
FROM pg_class WHERE relnamespace = %(schema)s::regnamespace AND relkind = 'r'
"""


class NotTheOwner(RuntimeError):
    """Provisioning was tried with a login that may not make schemas."""


def provision(association: Association) -> None:
    """Make schema, tables, role and rights, all or nothing. A finished association is left as it is."""
    schema_name = checked(association.schema_name)
    require_owner()
    script = template()
    with connect() as own:
        # Whoever comes second waits for the first, and finds its work.
        own.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"provision {schema_name}"])
        if not own.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema_name]).fetchone():
            _build(own, schema_name, script)


def build(own: psycopg.Connection, schema_name: str) -> None:
    """Make the schema and its role within a transaction of the owner's connection."""
    _build(own, schema_name, template())


def _build(own: psycopg.Connection, schema_name: str, script: str) -> None:
    own.execute(script.replace(TOKEN, checked(schema_name)).encode())  # our own dump with a checked name
    for statement in grants(own, schema_name):
        own.execute(statement)


def equals_template(association: Association) -> bool:
    """Whether its tables, and the few rows that they begin with, are those of this version, by pg_dump."""
    require_owner()
    schema_name = checked(association.schema_name)
    return dump(schema_name).replace(schema_name, TOKEN) == template()


def rights_missing(association: Association) -> bool:
    """Whether the association's role lacks a right that it needs, or has the one that it must not have."""
    require_owner()
    schema_name = checked(association.schema_name)
    role = role_of(schema_name)
    with connect() as own:
        if not own.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            return True
        answer = own.execute(_RIGHTS, {"role": role, "app": APP, "schema": schema_name}).fetchone()
    return answer != (True, True, True, True, True)


def regrant(association: Association) -> None:
    """Give the role its rights again, as after a migration that made tables."""
    require_owner()
    with connect() as own:
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
    with _scratch() as building:
        call_command("migrate_schemas", schema_name=building, interactive=False, verbosity=0)
        migrated = dump(building).replace(building, TOKEN)
    return settled(migrated)


def settled(text: str) -> str:
    """A dump as it reads when it has been restored and dumped again.

    PostgreSQL writes some conditions (`IN`) in another way once they have been through a dump. After that
    they stay as they are, so that an association's dump can be compared with its template's.
    """
    with _scratch(made=False) as building:
        with connect() as own:
            own.execute(text.replace(TOKEN, building).encode())
        return dump(building).replace(building, TOKEN)


@contextmanager
def _scratch(*, made: bool = True) -> Iterator[str]:
    """The name of a schema that is dropped in the end."""
    building = f"tpl_{secrets.token_hex(5)}"
    name = sql.Identifier(building)
    with connect(autocommit=True) as own:
        if made:
            own.execute(sql.SQL("CREATE SCHEMA {}").format(name))
        try:
            yield building
        finally:
            own.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))


def dump(schema_name: str) -> str:
    """A schema as pg_dump writes it, without owners and rights, and without lines that only psql takes."""
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
    """A hash over which migrations there are, what the associations' say, and how templates are made."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    known = MigrationLoader(None).disk_migrations
    tenant_apps = {apps.get_app_config(name.rsplit(".", 1)[-1]).label for name in settings.TENANT_APPS}
    for key in sorted(known):
        digest.update(repr(key).encode())
        if key[0] in tenant_apps:
            source = sys.modules[known[key].__module__].__file__
            digest.update(Path(source or "").read_bytes())
    return digest.hexdigest()[:16]


def _own_connection() -> dict[str, str]:
    database = connection.settings_dict
    return {
        "host": database["HOST"] or "127.0.0.1",
        "port": str(database["PORT"] or 5432),
        "user": database["USER"],
        "password": database["PASSWORD"],
        "dbname": database["NAME"],
    }


def connect(*, autocommit: bool = False) -> psycopg.Connection:
    """A connection of the owner's beside Django's, for what must not pass by roles and phases."""
    return psycopg.connect(make_conninfo(**_own_connection()), autocommit=autocommit)


def require_owner() -> None:
    """Refuse to go on with another login. Raises NotTheOwner."""
    if settings.PROCESS != "owner":
        raise NotTheOwner("Run this with RINNALLA_PROCESS=owner and the owner's DATABASE_URL.")
