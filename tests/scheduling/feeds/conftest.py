"""Monday morning at Alfa, as the tests of shifts have it."""

from tests.scheduling.shifts.conftest import inside, monday, other_scene, scene

__all__ = ["inside", "monday", "other_scene", "scene"]
