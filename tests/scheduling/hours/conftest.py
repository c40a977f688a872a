"""Bo and his role at Alfa, and short words for what the tests of hours say often."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import Person, VolunteerRole

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
BY = Actor.system("test")


def at(text: str) -> datetime:
    """An instant by Helsinki's clocks: ``at("2025-02-04 17:00")``."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    """Domain time stands still on Monday 3.2.2025, 8 o'clock in Helsinki."""
    with clock.fixed(MONDAY):
        yield


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is said outside of a request is compared in the source's language."""
    with translation.override("en"):
        yield


@pytest.fixture
def inside(alfa: Association) -> Iterator[Association]:
    """Inside Alfa."""
    with entered(alfa):
        yield alfa


def person(name: str) -> Person:
    """Somebody of the entered association by given name."""
    return Person.objects.get(given_name=name)


def role(code: str = "host") -> VolunteerRole:
    """A role of the entered association by its code."""
    return VolunteerRole.objects.get(code=code)


@pytest.fixture
def new(inside: Association) -> Callable[..., NewEntry]:
    """``new("2025-01-20 17:00", "2025-01-20 20:00")`` is what Bo did, as host."""

    def make(starts: str, ends: str, *, who: str = "Bo", **fields: object) -> NewEntry:
        fields.setdefault("role", role())
        return NewEntry(person=person(who), starts_at=at(starts), ends_at=at(ends), **fields)  # type: ignore[arg-type]  # named by the caller

    return make
