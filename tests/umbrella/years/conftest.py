"""A whole year that is told, and what tests freeze of it is taken away again."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connections

from accounts.models import User
from tenants import clock
from tenants.models import Access
from tests import environment
from tests.umbrella.federation import Federation, utc

GUARDED = ("yearversion", "yearstep", "reportingyear")


@pytest.fixture
def told(empty: Federation) -> Iterator[Federation]:
    """2024 as it was released on 16 January 2025: hours in March and in December. Meri never reports."""
    for month in (3, 12):
        day = date(2024, month, 20)
        empty.record("aalto", day, [f"a{n}" for n in range(8)], minutes=100 + month)
        empty.record("puro", day, [f"p{n}" for n in range(3)], minutes=411)
        empty.record("koski", day, [f"k{n}" for n in range(9)], minutes=200)
        empty.record("lampi", day, [f"l{n}" for n in range(7)], minutes=95)
    empty.release(utc(2025, 1, 16))
    yield empty
    _thaw(empty)


@pytest.fixture
def admin(told: Federation) -> Iterator[User]:
    """Administers it; the analyst does not."""
    user = User.objects.create_user(
        f"{told.umbrella.slug}-admin@example.org", None, name="Ilkka", language="en"
    )
    access = Access.objects.create(user=user, umbrella=told.umbrella, role="admin", created_at=clock.now())
    yield user
    access.delete()
    user.delete()


def _thaw(place: Federation) -> None:
    """As the owner, who alone may put the guards aside."""
    connections.close_all()
    years: Any = "SELECT id FROM umbrella_reportingyear WHERE umbrella_id = %s"
    with psycopg.connect(environment.OWNER_URL) as own:
        for table in GUARDED:
            own.execute(f"ALTER TABLE umbrella_{table} DISABLE TRIGGER USER")  # type: ignore[arg-type]  # ours
        for table in GUARDED[:2]:
            own.execute(
                f"DELETE FROM umbrella_{table} WHERE reporting_year_id IN ({years})",  # type: ignore[arg-type]  # ours
                [place.umbrella.pk],
            )
        own.execute("DELETE FROM umbrella_reportingyear WHERE umbrella_id = %s", [place.umbrella.pk])
        own.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait while a table is altered
        for table in GUARDED:
            own.execute(f"ALTER TABLE umbrella_{table} ENABLE TRIGGER USER")  # type: ignore[arg-type]  # ours
