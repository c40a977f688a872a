"""Inside Alfa on Monday 3.2.2025."""

from tests.monday import BY, MONDAY, inside, it_is_monday, said_in_english
from volunteers.register.models import Person

__all__ = ["BY", "MONDAY", "inside", "it_is_monday", "person", "said_in_english"]


def person(name: str) -> Person:
    """Somebody of the entered association by given name."""
    return Person.objects.get(given_name=name)
