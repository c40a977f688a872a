"""One committed federation for this folder: told once for those who read, empty for those who write."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.umbrella.federation import Federation, founded, utc


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
