"""Opening a letter."""

from tenants import clock
from volunteers.register.models import Letter, LetterReading, Person


def mark_read(*, letter: Letter, person: Person) -> None:
    """Note the first time. Opening it again changes nothing."""
    LetterReading.objects.get_or_create(letter=letter, person=person, defaults={"at": clock.now()})
