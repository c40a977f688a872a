"""A volunteer's own letters: what was written to them, and whether they have opened it."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from notifications.models import Message
from tenants import clock
from volunteers.register.models import Letter, LetterReading, Person
from volunteers.register.services.letters import SUBJECT

# On the first page a letter asks to be read for so long; afterwards it is found in the list.
NEWS = timedelta(days=60)


def own_letters(person: Person) -> QuerySet[Letter]:
    """What was written to a person, the latest first, with `is_read`. Also where no mail could be sent."""
    written = Message.objects.filter(
        subject_kind=SUBJECT,
        subject_uuid=OuterRef("uuid"),
        person_uuid=person.uuid,
        due_at__lte=clock.now(),
    ).exclude(state=Message.State.OBSOLETE)
    read = LetterReading.objects.filter(person=person, letter=OuterRef("pk"))
    return Letter.objects.filter(Exists(written)).annotate(is_read=Exists(read))


def unread(person: Person) -> QuerySet[Letter]:
    """Those that they have not opened yet, of the last weeks."""
    read = LetterReading.objects.filter(person=person, letter=OuterRef("pk"))
    return own_letters(person).filter(~Exists(read), at__gt=clock.now() - NEWS)


def own_letter(person: Person, uuid: UUID) -> Letter | None:
    """One letter to this person, or None."""
    return own_letters(person).filter(uuid=uuid).first()


def read_by(letter: Letter) -> int:
    """How many have opened a letter in the app."""
    return LetterReading.objects.filter(letter=letter).count()
