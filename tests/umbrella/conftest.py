"""One committed federation for this folder: told once for those who read, empty for those who write."""

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
from tests.umbrella.federation import Federation, founded, utc

GUARDED = ("yearversion", "yearstep", "reportingyear")


@pytest.fixture(scope="package")
def place(django_db_setup: None, django_db_blocker: Any) -> Iterator[Federation]:
    """Umbrella and associations, without hours."""
    with django_db_blocker.unblock(), founded() as federation:
        yield federation


@pytest.fixture
def empty(place: Federation, django_db_blocker: Any) -> Iterator[Federation]:
    """For a test that commits: nothing is there, and nothing stays. Do not add `db`."""
    with django_db_blocker.unblock():
        yield place
        place.wipe()


@pytest.fixture(scope="module")
def published(place: Federation, django_db_blocker: Any) -> Iterator[Federation]:
    """January and February 2024 as they were released on 16 March, to be read only.

    Puro is small, Lampi has a true 0 in February, Meri never reports; Koski also counts heads.
    """
    with django_db_blocker.unblock():
        tell(place)
        yield place
        place.wipe()


def tell(place: Federation) -> None:
    """Two months of hours, a release and a night."""
    for month, day in ((1, date(2024, 1, 20)), (2, date(2024, 2, 20))):
        place.record("aalto", day, [f"a{n}" for n in range(8)], minutes=100 + month)
        place.record("puro", day, [f"p{n}" for n in range(3)], minutes=411 + month)
        place.record("koski", day, [f"k{n}" for n in range(9)], minutes=200 + month)
    place.tally("koski", date(2024, 1, 25), heads=12, minutes=720)
    place.record("lampi", date(2024, 1, 21), [f"l{n}" for n in range(7)], minutes=95)
    place.close("lampi", date(2024, 2, 1), at=utc(2024, 3, 2))
    place.release(utc(2024, 3, 16))
    place.night(utc(2024, 3, 17))


@pytest.fixture
def told_year(empty: Federation) -> Iterator[Federation]:
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
def admin(told_year: Federation) -> Iterator[User]:
    """Administers it; the analyst does not."""
    user = User.objects.create_user(
        f"{told_year.umbrella.slug}-admin@example.org", None, name="Ilkka", language="en"
    )
    access = Access.objects.create(
        user=user, umbrella=told_year.umbrella, role="admin", created_at=clock.now()
    )
    yield user
    access.delete()
    user.delete()


def _thaw(place: Federation) -> None:
    """As the owner, who alone may put the guards aside."""
    connections.close_all()
    years: Any = "SELECT id FROM umbrella_reportingyear WHERE umbrella_id = %s"
    with psycopg.connect(environment.OWNER_URL) as own:
        for table in GUARDED:
            own.execute(f"ALTER TABLE umbrella_{table} DISABLE TRIGGER USER")
        for table in GUARDED[:2]:
            own.execute(
                f"DELETE FROM umbrella_{table} WHERE reporting_year_id IN ({years})",
                [place.umbrella.pk],
            )
        own.execute("DELETE FROM umbrella_reportingyear WHERE umbrella_id = %s", [place.umbrella.pk])
        own.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait while a table is altered
        for table in GUARDED:
            own.execute(f"ALTER TABLE umbrella_{table} ENABLE TRIGGER USER")
