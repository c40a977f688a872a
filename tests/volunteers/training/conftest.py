"""Monday morning at Alfa, with courses."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.scheduling.shifts.scene import NOW
from tests.volunteers.training.scene import Scene


@pytest.fixture
def monday() -> Iterator[None]:
    """Domain time stands still at Monday 3.2.2025 08:00 in Helsinki."""
    with clock.fixed(NOW), translation.override("en"):
        yield


@pytest.fixture
def scene(alfa: Association, monday: None) -> Scene:
    """Alfa, from outside, as pages see it."""
    return Scene(alfa)


@pytest.fixture
def inside(scene: Scene) -> Iterator[Scene]:
    """Alfa, from inside, as verbs see it."""
    with entered(scene.association):
        yield scene
