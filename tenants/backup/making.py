"""Making one archive of one association."""

import subprocess
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import IsolationLevel

from tenants import clock, provisioning
from tenants.backup import archive, manifest, server
from tenants.backup.archive import SUFFIX, Writer
from tenants.backup.errors import BackupError
from tenants.models import Association


def has_schema(schema_name: str) -> bool:
    """Whether there is a schema of this name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema_name])
        return cursor.fetchone() is not None


def back_up(association: Association, *, folder: Path) -> Path:
    """Write an archive of the association as it is at this moment, and return its path.

    Dump, counts, hashes and the public rows come from one snapshot; nobody waits meanwhile. Raises
    NotTheOwner or BackupError, and then leaves no file.
    """
    provisioning.require_owner()
    archive.key()
    if not has_schema(association.schema_name):
        raise BackupError(
            f"{association.slug} has no schema ({association.state}): there is nothing to back up."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = clock.real_now().strftime("%Y%m%dT%H%M%S.%fZ")
    path = folder / f"{association.slug}-{stamp}{SUFFIX}"
    try:
        _write(association, path)
    except psycopg.Error as error:
        reason = str(error).strip().partition("\n")[0]
        raise BackupError(f"{association.slug} could not be read: {reason}") from error
    return path


def _write(association: Association, path: Path) -> None:
    with server.connect() as own:
        own.isolation_level = IsolationLevel.REPEATABLE_READ
        own.read_only = True
        row = own.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        with Writer(path, manifest.of(own, association)) as file:
            _dump(association.schema_name, snapshot=row[0], into=file)


def _dump(schema_name: str, *, snapshot: str, into: Writer) -> None:
    with subprocess.Popen(
        [
            *(server.program("pg_dump"), "--format", "custom", "--schema", schema_name),
            *("--no-owner", "--no-privileges", "--no-password", "--snapshot", snapshot),
        ],
        env=server.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            while piece := process.stdout.read(archive.PIECE):
                into.write(piece)
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode:
        raise BackupError(
            f"pg_dump of {schema_name} failed: {said.splitlines()[-1] if said else 'no reason'}"
        )
