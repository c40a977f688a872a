"""A letter to the people of one shift; what was written is kept with the shift."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from scheduling.shifts import states
from scheduling.shifts.models import Shift
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person
from volunteers.register.services.letters import Written, write_letter

LETTER = "shift.letter"
WRITTEN = "shift.written_to"


@transaction.atomic(durable=True)
def write_to(
    *, shift: Shift, people: Iterable[Person], subject: Mapping[str, str], text: Mapping[str, str], by: Actor
) -> Written:
    """Send these people of a shift a letter, at once and to each in their language where it is written in it.

    Who has no e-mail address is named on the letter's page, so that somebody calls. Raises LetterUnwritten or
    LetterToNobody.
    """
    written = write_letter(to=people, subject=subject, text=text, by=by, kind=LETTER)
    told = len(written.readers.reached) + len(written.readers.without_address)
    trail.record(
        WRITTEN,
        by=by,
        subject_kind=states.SHIFT,
        subject_uuid=shift.uuid,
        letter=str(written.letter.uuid),
        people=told,
    )
    return written
