"""Bringing an association back from an archive: under its own name, or beside the living one under another.

    1  the archive is read to its end and every piece of it confirmed; nothing is touched before
    2  its dump goes into a schema of work in one transaction, which ends only if every table and sequence is
       equal to what the manifest says
    3  the schema of work is brought up to date, and the apps' steps run in it: who was erased is erased again
    4  in one transaction it gets its name, its role and rights, its public rows, and its wake-ups

Until the last transaction nobody can see it. A process that is killed leaves at most a schema of work, which
the next restore or nightly round takes away; nothing has to be mended before one tries again.
"""

import copy as python_copy
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from tenants import lifecycle, provisioning, wakeups
from tenants.actors import Actor
from tenants.backup import contents, ledger, manifest as manifests, public_rows, script, server, steps
from tenants.backup.archive import Reader
from tenants.backup.errors import BackupError, Living, NotEqual
from tenants.backup.making import has_schema
from tenants.backup.steps import Restoring
from tenants.context import entered
from tenants.models import Association, Deletion

_WORK = "restoring_"
State = Association.State


@dataclass(frozen=True)
class Copy:
    """A new name for what comes back, and the logins that may enter it from the beginning."""

    slug: str
    name: str
    coordinators: Sequence[str] = ()


@dataclass(frozen=True)
class Restored:
    """What came back, from when, and what was done to it on the way."""

    association: Association
    taken_at: datetime
    rows: int
    erased: int
    migrated: bool
    notes: list[str] = field(default_factory=list)


def restore(path: Path, *, copy: Copy | None = None) -> Restored:
    """Bring an association back. Raises NotTheOwner or BackupError, and then nothing has changed."""
    provisioning.require_owner()
    archive = Reader(path)
    archive.verify()
    manifest = archive.manifest()
    manifests.require_readable(manifest)
    association = _target(manifest, copy)
    with _alone(association.schema_name), _schema_of_work() as work:
        _load(archive, manifest, into=work)
        migrated = manifests.is_behind(manifest)
        if migrated:
            call_command("migrate_schemas", schema_name=work, interactive=False, verbosity=0)
        erased = ledger.erased_from(UUID(manifest["association"]["uuid"]), beside=path)
        restoring = Restoring(is_copy=copy is not None, erased=erased)
        moments = _prepare(association, work, restoring)
        notes = _open(association, work, manifest, copy=copy, moments=moments, gone=restoring.logins)
    return Restored(
        association=association,
        taken_at=datetime.fromisoformat(manifest["taken_at"]),
        rows=sum(each.get("rows", 0) for each in manifest["contents"].values()),
        erased=restoring.came_back,
        migrated=migrated,
        notes=notes,
    )


def rehearse(path: Path) -> None:
    """Read an archive into tables, find them equal to what was backed up, and drop them again.

    Raises NotTheOwner or BackupError. Nothing that anybody sees is touched.
    """
    provisioning.require_owner()
    archive = Reader(path)
    manifest = archive.manifest()
    manifests.require_readable(manifest)
    clear_away()  # what one that was killed has left
    with _schema_of_work() as work:
        _load(archive, manifest, into=work)


def _was_deleted(manifest: dict[str, Any], known: Association | None) -> bool:
    """Whether two people had it deleted, or the one of which it is a copy that never stood on its own."""
    said = manifest["association"]
    line = [said["uuid"]]
    outside = known.outside_figures if known is not None else said.get("outside_figures", False)
    origin = said.get("copied_from") if outside else None
    while origin is not None:
        line.append(origin)
        before = Association.objects.filter(uuid=origin, outside_figures=True).first()
        origin = before.copied_from if before is not None else None
    return Deletion.objects.filter(
        association__uuid__in=line, confirmed_at__isnull=False, called_off_at__isnull=True
    ).exists()


def _target(manifest: dict[str, Any], copy: Copy | None) -> Association:
    """The row of what comes back: the known one, or a new one that is not saved yet. Raises Living."""
    known = Association.objects.filter(uuid=manifest["association"]["uuid"]).first()
    if _was_deleted(manifest, known):
        raise BackupError(
            f"{manifest['association']['slug']} was deleted for good, at its written request and by two "
            "people: it does not come back under its own name or another."
        )
    if copy is not None:
        public_rows.require_free(copy.slug)
        association = public_rows.copied(manifest, slug=copy.slug, name=copy.name)
        public_rows.logins(copy.coordinators)
    else:
        if known is None:
            public_rows.require_free(manifest["association"]["slug"])
        elif known.state not in {State.ACTIVE, State.SUSPENDED, State.ARCHIVED}:
            raise BackupError(
                f"{known.slug} is “{known.get_state_display()}”: it does not come back under its own name. "
                "Restore it with --as and --name."
            )
        association = known or public_rows.founded(manifest)
    if has_schema(association.schema_name):
        raise Living(
            f"{association.slug} lives: its schema {association.schema_name} is there; a restore does not "
            "overwrite it. To look at the backup, restore it beside it: --as NEW-ADDRESS --name 'NEW NAME'. "
            "To put it in its place, make a last backup, drop the schema yourself, and restore again."
        )
    return association


@contextmanager
def _alone(schema_name: str) -> Iterator[None]:
    """One restore of an association at a time. Raises Living."""
    with server.connect(autocommit=True) as own:
        if not _try_lock(own, f"restore {schema_name}"):
            raise Living("This association is being restored by another process. Wait until that has ended.")
        _drop_left(own)
        yield


def _try_lock(own: psycopg.Connection, what: str) -> bool:
    row = own.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [what]).fetchone()
    return bool(row and row[0])


@contextmanager
def _schema_of_work() -> Iterator[str]:
    """A name for a schema that nobody else clears away as long as this process lives."""
    work = _WORK + secrets.token_hex(6)
    with server.connect(autocommit=True) as own:
        _try_lock(own, work)
        try:
            yield work
        finally:
            _drop(own, work)


def clear_away() -> None:
    """Drop what killed restores have left: nobody sees it, and it holds people's data."""
    with server.connect(autocommit=True) as own:
        _drop_left(own)


def _drop_left(own: psycopg.Connection) -> None:
    left = own.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [_WORK])
    for (name,) in left.fetchall():
        if _try_lock(own, name):
            _drop(own, name)


def _drop(own: psycopg.Connection, name: str) -> None:
    own.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))


def _load(archive: Reader, manifest: dict[str, Any], *, into: str) -> None:
    """The dump, all of it or nothing, and equal to what was backed up. Raises BackupError."""
    try:
        with server.connect() as own:
            script.run(own, archive.dump(), schema_name=manifest["schema"], into=into)
            found = contents.of(own, into)
            if wrong := contents.differences(manifest["contents"], found):
                raise NotEqual(
                    f"Restored tables differ from the backed-up ones: {', '.join(wrong)}. Nothing was kept."
                )
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise BackupError(f"The dump could not be restored: {reason}. Nothing was kept.") from error


def _prepare(association: Association, work: str, restoring: Restoring) -> set[tuple[str, datetime]]:
    """Run the steps inside the schema of work. Returns when there will be work for queues."""
    inside = python_copy.copy(association)
    inside.schema_name = work
    with entered(inside):
        steps.run(restoring)
        return wakeups.moments()


def _open(
    association: Association,
    work: str,
    manifest: dict[str, Any],
    *,
    copy: Copy | None,
    moments: set[tuple[str, datetime]],
    gone: set[UUID],
) -> list[str]:
    """Name, role, rights, public rows and wake-ups in one transaction; from then on it is there."""
    schema_name = association.schema_name
    with transaction.atomic():
        connection.ensure_connection()
        own = connection.connection
        names = {"work": sql.Identifier(work), "schema": sql.Identifier(schema_name)}
        own.execute(sql.SQL("ALTER SCHEMA {work} RENAME TO {schema}").format(**names))
        for statement in provisioning.grants(own, schema_name):
            own.execute(statement)
        if copy is not None:
            notes = public_rows.save_copy(association, coordinators=copy.coordinators)
        elif association._state.adding:
            notes = public_rows.save_founded(association, manifest, without=gone)
        else:
            notes = []
            if association.state == State.ARCHIVED:
                lifecycle.move(association, to=State.ACTIVE, by=Actor.system("restore"))
        wakeups.wake_again(schema_name=schema_name, moments=moments)
    return notes
