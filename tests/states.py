"""Putting an association into any state, with what the database wants to see for it.

Much of it is written by the owner's process alone; tests, which log in as the app does, write it in their own
transaction through a function that only their database has (tests/environment.py).
"""

from datetime import timedelta
from typing import Any, TypeVar
from uuid import uuid4

from django.db import connection, models
from psycopg import sql

from tenants import clock
from tenants.models import Access, Archive, Association, Deletion, Umbrella

State = Association.State
Row = TypeVar("Row", bound=models.Model)


def put(association: Association, state: str) -> Association:
    """Into the state, past all verbs, with the copy and the two people's wish where it needs them."""
    row = Association.objects.get(pk=association.pk)
    if state in {State.ARCHIVED, State.DELETED}:
        if not Archive.objects.filter(association=row, removed_at__isnull=True).exists():
            archived(association)
        as_owner(row, state=State.ARCHIVED)
    if state == State.DELETED:
        wished(association, confirmed=True)
    as_owner(row, state=state)
    association.state = state
    return association


def archived(association: Association) -> Archive:
    """A copy that was read back."""
    now = clock.now()
    return added(
        Archive(
            association=association, file=f"{association.slug}-x.rinnalla", size=1, sha256="0" * 64, tables=2,
            rows=3, contents_hash="0" * 64, made_at=now, verified_at=now, keep_until=now.date(),
        )
    )  # fmt: skip


def wished(association: Association, *, confirmed: bool = False) -> Deletion:
    """A written request that was recorded 40 days ago, and perhaps confirmed by another person."""
    then, now = clock.now() - timedelta(days=40), clock.now()
    umbrella = Umbrella.objects.get(slug="liitto")
    yes = {"confirmed_by": uuid4(), "confirmed_name": "Toinen", "confirmed_at": now} if confirmed else {}
    admins = Access.objects.filter(umbrella=umbrella, role="admin").values_list("user__uuid", flat=True)
    return added(
        Deletion(
            association=association, umbrella=umbrella, may_confirm=list(admins),
            asked_on=then.date(), reference="12/2025", signed_by="Pia Puheenjohtaja", recorded_by=uuid4(),
            recorded_name="Eka", recorded_at=then, earliest_at=then + timedelta(days=30), noted_at=then,
            agreed_at=now if confirmed else None, code=uuid4().hex[:16].upper(), **yes,
        )
    )  # fmt: skip


def added(row: Row) -> Row:
    """Write a new row as the owner does."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = [
        sql.Literal(field.get_db_prep_save(getattr(row, field.attname), connection)) for field in fields
    ]
    _run(
        sql.SQL("INSERT INTO public.{} ({}) VALUES ({})").format(
            sql.Identifier(row._meta.db_table),
            sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
            sql.SQL(", ").join(values),
        )
    )
    found = type(row)._default_manager.order_by("-pk").first()
    assert found is not None
    return found


def as_owner(row: models.Model, **fields: Any) -> None:
    """Change a row as the owner does."""
    columns = {field.name: field for field in row._meta.concrete_fields}
    changes = [
        sql.SQL("{} = {}").format(
            sql.Identifier(str(columns[name].column)),
            sql.Literal(columns[name].get_db_prep_save(value, connection)),
        )
        for name, value in fields.items()
    ]
    _run(
        sql.SQL("UPDATE public.{} SET {} WHERE id = {}").format(
            sql.Identifier(row._meta.db_table), sql.SQL(", ").join(changes), sql.Literal(row.pk)
        )
    )
    row.refresh_from_db()


def _run(statement: sql.Composed) -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT only_in_tests.as_owner(%s)", [statement.as_string(connection.connection)])
