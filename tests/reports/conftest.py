"""Bo, his roles and hours at Alfa, as the tests of hours have them."""

from tests.monday import inside, it_is_monday, said_in_english  # noqa: F401  # fixtures
