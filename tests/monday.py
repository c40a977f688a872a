"""Monday 3.2.2025, eight in the morning, at Alfa: a folder's conftest.py imports these to stand there."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association

__all__ = ["BY", "MONDAY", "inside", "it_is_monday", "said_in_english"]

MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def it_is_monday() -> Iterator[None]:
    """Domain time stands still on Monday 3.2.2025, 8 o'clock in Helsinki."""
    with clock.fixed(MONDAY):
        yield


@pytest.fixture(autouse=True)
def said_in_english() -> Iterator[None]:
    """What is said outside of a request is compared in the source's language."""
    with translation.override("en"):
        yield


@pytest.fixture
def inside(alfa: Association) -> Iterator[Association]:
    """Inside Alfa."""
    with entered(alfa):
        yield alfa
