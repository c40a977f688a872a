"""Bringing many associations to this version's migrations: one look, one plan, one association after another.

The truth is each schema's own `django_migrations`, read for all of them in one statement. The plan (what a
migration's operations see before and after them) is made once and used for every schema. Each migration and
its note are one transaction, so that a run that was killed goes on where it stopped. One that cannot run in a
transaction leaves a `HalfMigration` behind until it has ended.

Runs with the owner's login, one at a time: an advisory lock at the top, never inside an association.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from psycopg import sql

from tenants import clock, provisioning
from tenants.context import entered, platform_role
from tenants.models import Association, HalfMigration

Key = tuple[str, str]

# How many schemas one statement asks: each takes two locks.
AT_ONCE = 500
# A statement that waits longer for a table would hold up all who come after it.
LOCK_TIMEOUT = "5s"
_LOCK = "rinnalla migrate"


class AlreadyRunning(RuntimeError):
    """Another process migrates at this moment."""


class OutOfOrder(RuntimeError):
    """A schema has a migration without one that it builds on."""


@dataclass(frozen=True)
class Behind:
    """An association and what it lacks, in the order in which it is done."""

    association: Association
    missing: tuple[Key, ...]


@dataclass(frozen=True)
class Outcome:
    """How it went for one association. `failure` is a sentence; empty where all is well."""

    association: Association
    seconds: float
    failure: str = ""


@dataclass(frozen=True)
class Prepared:
    """A migration with the states that each of its operations goes from and to."""

    migration: Migration
    operations: tuple[tuple[Operation, ProjectState, ProjectState], ...]

    @property
    def key(self) -> Key:
        """App and name."""
        return self.migration.app_label, self.migration.name


def applied() -> dict[str, set[Key]]:
    """What each existing schema of an association has, in one look."""
    found: dict[str, set[Key]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.schema_name FROM public.tenants_association a"
            " JOIN pg_namespace n ON n.nspname = a.schema_name"
            " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'django_migrations'"
            " ORDER BY a.schema_name"
        )
        names = [name for (name,) in cursor.fetchall()]
        for start in range(0, len(names), AT_ONCE):
            cursor.execute(_question(names[start : start + AT_ONCE]).as_string(None))
            found |= {name: {(app, each) for app, each in rows} for name, rows in cursor.fetchall()}
    return found


def _question(names: Sequence[str]) -> sql.Composed:
    one = "SELECT {name}, COALESCE(json_agg(json_build_array(app, name)), '[]') FROM {table}"
    return sql.SQL(" UNION ALL ").join(
        sql.SQL(one).format(name=sql.Literal(name), table=sql.Identifier(name, "django_migrations"))
        for name in names
    )


def behind(*, slugs: Sequence[str] = ()) -> list[Behind]:
    """Who lacks what, by address; all associations that have tables, or those of these addresses."""
    plan = _full_plan()
    has = applied()
    chosen = Association.objects.filter(schema_name__in=has).order_by("slug")
    if slugs:
        chosen = chosen.filter(slug__in=slugs)
    late = []
    for association in chosen:
        here = has[association.schema_name]
        missing = tuple(key for key, migration in plan if not _is_applied(key, migration, here))
        if missing:
            late.append(Behind(association, missing))
    return late


def _is_applied(key: Key, migration: Migration, has: set[Key]) -> bool:
    """Whether it is there, or everything is that it was squashed from."""
    return key in has or (bool(migration.replaces) and set(migration.replaces) <= has)


def _full_plan() -> list[tuple[Key, Migration]]:
    loader = MigrationLoader(None)
    seen: dict[Key, Migration] = {}
    for target in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(target):
            seen.setdefault(key, loader.graph.nodes[key])
    return list(seen.items())


class Plan:
    """Every migration that some association lacks, prepared once."""

    def __init__(self, late: Sequence[Behind]) -> None:
        wanted = {key for each in late for key in each.missing}
        self.prepared: dict[Key, Prepared] = {}
        graph = MigrationLoader(None).graph
        ours = _tenant_labels()
        self.children = {
            key: {child.key for child in graph.node_map[key].children} for key in wanted if key[0] in ours
        }
        state = ProjectState()
        for key, migration in _full_plan():
            if key in wanted:
                self.prepared[key], state = _prepare(migration, state)
            else:
                state = migration.mutate_state(state, preserve=False)

    def require_order(self, each: Behind, has: set[Key]) -> None:
        """Refuse a schema whose migrations cannot have come about in order. Raises OutOfOrder."""
        for key in each.missing:
            if there := self.children.get(key, set()) & has:
                raise OutOfOrder(f"{_named(min(there))} is there, but not {_named(key)}, on which it builds.")


def _prepare(migration: Migration, state: ProjectState) -> tuple[Prepared, ProjectState]:
    """The states around each operation, with their models made, so that no association makes them anew."""
    steps = []
    ours = migration.app_label in _tenant_labels()
    for operation in migration.operations:
        after = state.clone()
        operation.state_forwards(migration.app_label, after)
        if ours:
            steps.append((operation, state, after))
        state = after
    return Prepared(migration, tuple(steps)), state


def _tenant_labels() -> set[str]:
    return {name.rsplit(".", 1)[-1] for name in settings.TENANT_APPS}


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of those who migrate. Raises AlreadyRunning."""
    provisioning.require_owner()
    with provisioning.connect(autocommit=True) as own:
        answer = own.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [_LOCK]).fetchone()
        if answer != (True,):
            raise AlreadyRunning("Another process migrates the associations at this moment.")
        yield


def migrate(late: Sequence[Behind]) -> Iterator[Outcome]:
    """Bring each to this version, one after the other; one that fails leaves the others alone."""
    plan = Plan(late)
    for each in late:
        began = time.monotonic()
        failure = ""
        try:
            _migrate_one(each, plan)
        except Exception as error:  # noqa: BLE001  # its sentence is the answer, and the others go on
            connection.close_if_unusable_or_obsolete()
            failure = _sentence(error, each.association)
        yield Outcome(each.association, time.monotonic() - began, failure)


def _migrate_one(each: Behind, plan: Plan) -> None:
    schema_name = each.association.schema_name
    with entered(each.association):
        recorder = MigrationRecorder(connection)
        has = set(recorder.applied_migrations())
        plan.require_order(each, has)
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        try:
            waiting: list[Key] = []
            for key in each.missing:
                if key in has:
                    continue  # another run did it after our look
                prepared = plan.prepared[key]
                if prepared.operations:
                    _note(recorder, waiting)
                    waiting = []
                    _apply(prepared, recorder, schema_name)
                else:
                    waiting.append(key)
            _note(recorder, waiting)
        finally:
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
    provisioning.regrant(each.association)


@transaction.atomic
def _note(recorder: MigrationRecorder, keys: Sequence[Key]) -> None:
    """Note migrations of the shared side, which do nothing in an association, as Django does."""
    for app, name in keys:
        recorder.record_applied(app, name)


def _apply(prepared: Prepared, recorder: MigrationRecorder, schema_name: str) -> None:
    label, name = prepared.key
    if not prepared.migration.atomic:
        _apply_in_parts(prepared, schema_name)
        with transaction.atomic():
            recorder.record_applied(label, name)
        _forget_half(schema_name)
        return
    with connection.schema_editor(atomic=True) as editor:
        for operation, before, after in prepared.operations:
            operation.database_forwards(label, editor, before, after)
        # Constraints that wait for the end come before the note, and all of it is one transaction.
        _run_deferred(editor)
        recorder.record_applied(label, name)


def _apply_in_parts(prepared: Prepared, schema_name: str) -> None:
    """Operation by operation, each noted when it is done; goes on behind the last one noted."""
    label, _name = prepared.key
    done = _half(schema_name, prepared)
    for number, (operation, before, after) in enumerate(prepared.operations):
        if number < done:
            continue
        with connection.schema_editor(atomic=False) as editor:
            if operation.atomic:
                with transaction.atomic():
                    operation.database_forwards(label, editor, before, after)
                    _run_deferred(editor)
            elif not _is_there(operation, schema_name):
                operation.database_forwards(label, editor, before, after)
        with platform_role():
            HalfMigration.objects.filter(schema_name=schema_name).update(operations_done=number + 1)


def _run_deferred(editor: Any) -> None:
    for statement in editor.deferred_sql:
        editor.execute(statement, None)
    editor.deferred_sql.clear()


def _is_there(operation: Operation, schema_name: str) -> bool:
    """Whether an index made without a lock is there already. Half of one, from a killed run, is dropped."""
    if not isinstance(operation, AddIndexConcurrently):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE c.relnamespace = %s::regnamespace AND c.relname = %s",
            [schema_name, operation.index.name],
        )
        found = cursor.fetchone()
        if found is None:
            return False
        if not found[1]:
            name = sql.Identifier(schema_name, found[0]).as_string(None)
            cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
        return bool(found[1])


def _half(schema_name: str, prepared: Prepared) -> int:
    """How many operations of this migration are done here; notes its beginning where it has none."""
    label, name = prepared.key
    with platform_role():
        row, _made = HalfMigration.objects.get_or_create(
            schema_name=schema_name, defaults={"app": label, "name": name, "began_at": clock.real_now()}
        )
        if (row.app, row.name) != prepared.key:
            raise OutOfOrder(f"{_named((row.app, row.name))} has begun here and not ended.")
        return int(row.operations_done)


def _forget_half(schema_name: str) -> None:
    with platform_role():
        HalfMigration.objects.filter(schema_name=schema_name).delete()


def halves() -> list[str]:
    """A sentence for each migration that has begun somewhere and not ended."""
    return [_half_sentence(row) for row in HalfMigration.objects.order_by("schema_name")]


def _half_sentence(row: HalfMigration) -> str:
    return (
        f"{_named((row.app, row.name))} is half done in {row.schema_name}: it does not run in one "
        f"transaction, and its first {row.operations_done} operations stay. The next run goes on from there."
    )


def _sentence(error: Exception, association: Association) -> str:
    if isinstance(error, (DatabaseError, psycopg.Error)):
        said = f"PostgreSQL refused: {str(error).strip().splitlines()[0]}"
    else:
        said = f"{type(error).__name__}: {error}" if not isinstance(error, OutOfOrder) else str(error)
    half = HalfMigration.objects.filter(schema_name=association.schema_name).first()
    return f"{said} {_half_sentence(half)}" if half else said


def _named(key: Key) -> str:
    return f"{key[0]}.{key[1]}"
