"""Inside Alfa on Monday 3.2.2025."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import Person

MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
BY = Actor.system("test")


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
