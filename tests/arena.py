"""For tests that commit: an association of their own, and verbs that run at once.

Other tests roll back. A race, or a worker in another process, needs rows that are really there; so it gets an
association that is provisioned for it and dropped afterwards, and nothing that it commits is seen elsewhere.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, connections
from psycopg import sql

from tenants import clock, lifecycle, provisioning
from tenants.backend.base import role_of
from tenants.models import Association
from tests import environment

# What points at an association, in the order in which it can go.
_POINTING = (
    "tenants_leavingletter",
    "tenants_passage",
    "tenants_archive",
    "tenants_deletion",
    "tenants_crossingentry",
    "tenants_statechange",
    "tenants_provisioning",
    "tenants_access",
    "tenants_invitation",
    "tenants_affiliation",
)
_OF_ROLE = (
    "REVOKE ALL ON SCHEMA extensions FROM {role}",
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA extensions FROM {role}",
    "DROP ROLE {role}",
)


@contextmanager
def arena() -> Iterator[Association]:
    """An active association without affiliation; the database must be unblocked, outside of a transaction."""
    slug = f"arena-{secrets.token_hex(4)}"
    schema_name = lifecycle.schema_name_of(slug)
    with psycopg.connect(environment.OWNER_URL) as own:
        provisioning.build(own, schema_name)
    association = Association.objects.create(
        slug=slug,
        schema_name=schema_name,
        name_fi="Areenan mielen hyvinvointi ry",
        state="active",
        created_at=clock.now(),
    )
    try:
        yield association
    finally:
        connections.close_all()
        drop(association)


def drop(association: Association) -> None:
    """Take an association out of the database with everything that is its own."""
    names = {
        "schema": sql.Identifier(association.schema_name),
        "role": sql.Identifier(role_of(association.schema_name)),
    }
    with psycopg.connect(environment.OWNER_URL) as own:
        role = role_of(association.schema_name)
        known = own.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        for statement in (
            "DROP SCHEMA IF EXISTS {schema} CASCADE",
            *(_OF_ROLE if known else ()),
        ):
            own.execute(sql.SQL(statement).format(**names))
        own.execute("DELETE FROM public.tenants_wakeup WHERE schema_name = %s", [association.schema_name])
        for table in _POINTING:
            own.execute(
                sql.SQL("DELETE FROM public.{} WHERE association_id = %s").format(sql.Identifier(table)),
                [association.pk],
            )
        own.execute("DELETE FROM public.tenants_association WHERE id = %s", [association.pk])


def at_once(*verbs: Callable[[], Any], seconds: float = 30) -> list[Any]:
    """Run verbs in threads that start together; each one's answer, or the exception that it raised."""
    gate = threading.Barrier(len(verbs))
    answers: list[Any] = [TimeoutError("The verb did not end.")] * len(verbs)

    def run(place: int) -> None:
        try:
            gate.wait(seconds)
            answers[place] = verbs[place]()
        except Exception as error:  # noqa: BLE001  # it is the answer
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place], daemon=True) for place in range(len(verbs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    return answers


def happens_or_waits(event: threading.Event, seconds: float = 25) -> bool:
    """Whether it happened, or whoever is to do it waits for a lock of the transaction that asks.

    So nothing depends on how busy the machine is.
    """
    waiting = """
        SELECT EXISTS (
            SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
        )
    """
    until = time.monotonic() + seconds
    while not event.wait(0.02):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return False
        if time.monotonic() > until:
            raise TimeoutError("It neither happened nor waited.")
    return True
