"""Bo and his role at Alfa, and short words for what the tests of hours say often."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduling.hours.services.entries import NewEntry
from tenants.models import Association
from tests.monday import BY, MONDAY, inside, it_is_monday, said_in_english
from volunteers.register.models import Person, VolunteerRole

__all__ = [
    "BY",
    "HELSINKI",
    "MONDAY",
    "at",
    "inside",
    "it_is_monday",
    "new",
    "person",
    "role",
    "said_in_english",
]

HELSINKI = ZoneInfo("Europe/Helsinki")


def at(text: str) -> datetime:
    """An instant by Helsinki's clocks: ``at("2025-02-04 17:00")``."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


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
