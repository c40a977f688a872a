"""What keeping associations apart costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from infra.bench.measure import difference, take
from infra.bench.register import Finding, at_most, row
from infra.bench.scene import Scene
from tenants.context import entered
from tenants.models import Association

MILLISECOND = 0.001


@row("tenant-switch")
def tenant_switch(scene: Scene) -> Iterator[Finding]:
    """A request's two phases, one statement in each, against the same two statements on plain Django.

    Every request enters another association, so that nothing is left as the last one needed it.
    """
    slugs = scene.data("associations")["slugs"]
    turn = cycle(Association.objects.filter(slug__in=slugs))

    with entered(next(turn)):
        if not _ask(connection).startswith("t_"):
            raise RuntimeError("Entering changed no role: there is nothing to measure.")

    def in_two_phases() -> None:
        _ask(connection)
        with entered(next(turn)):
            _ask(connection)

    with _plain_django() as plain:

        def plainly() -> None:
            _ask(plain)
            _ask(plain)

        taken = take(in_two_phases, plainly, repeats=1000, warm_up=2 * len(slugs))
    yield at_most(
        0.5,
        difference(taken),
        what="entering an association and leaving it, role and search path, a request",
        unit="ms",
        per=MILLISECOND,
        baseline="plain Django's backend, same statements",
        data=f"{len(slugs)} associations in turn",
    )


def _ask(asked: BaseDatabaseWrapper) -> str:
    with asked.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@contextmanager
def _plain_django() -> Iterator[BaseDatabaseWrapper]:
    """A second connection with the same login, by Django's own backend for PostgreSQL."""
    connections.settings["plain"] = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.postgresql",
    }
    try:
        yield connections["plain"]
    finally:
        connections["plain"].close()
        del connections["plain"], connections.settings["plain"]
