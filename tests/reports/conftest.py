"""Bo, his roles and hours at Alfa, as the tests of hours have them."""

from tests.scheduling.hours.conftest import _in_english, _monday, inside  # noqa: F401  # fixtures
