"""What became of a letter: how many have it, whom somebody has to call."""

from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from notifications.models import Message
from volunteers.register import reach
from volunteers.register.models import Letter, LetterReading, Person
from volunteers.register.services.letters import SUBJECT

State = Message.State
GIVEN_UP = (State.FAILED, State.WITHHELD)
MOST_NAMED = 200


@dataclass(frozen=True)
class Outcome:
    """How far a letter is. `to_call` are those whom it does not reach, in order of name."""

    readers: int
    sent: int
    waiting: int
    no_longer: int
    to_call: list[Person]
    more_to_call: int

    @property
    def percent(self) -> int:
        """How much of it is done, in whole percent."""
        return 100 - self.waiting * 100 // max(1, self.readers)


def sent_letters(*, reader: reach.Reaching) -> QuerySet[Letter]:
    """All letters with the number of their readers, the latest first.

    Who looks after a part of the association sees those that went to people of it, and counts these.
    """
    mails = Message.objects.filter(subject_kind=SUBJECT, subject_uuid=OuterRef("uuid"))
    mails = reach.of_people(reader, mails, by="person_uuid")
    told = mails.order_by().values("subject_uuid").annotate(number=Count("pk")).values("number")
    seen = Letter.objects.all() if reader.reach.whole else Letter.objects.filter(Exists(mails))
    return seen.annotate(readers=Coalesce(Subquery(told, output_field=IntegerField()), 0))


def outcome_of(letter: Letter, *, reader: reach.Reaching) -> Outcome:
    """Read from the outbox; who has no address is named at once, before the outbox finds that out."""
    mails = Message.objects.filter(subject_kind=SUBJECT, subject_uuid=letter.uuid)
    rows = reach.of_people(reader, mails, by="person_uuid")
    states = dict(rows.values_list("uuid", "state"))
    by_person = dict(rows.values_list("person_uuid", "state"))
    unreached = {uuid for uuid, state in by_person.items() if state in GIVEN_UP}
    still = [uuid for uuid, state in by_person.items() if state not in GIVEN_UP]
    without = Person.objects.filter(uuid__in=still, email="", is_blank=False).values_list("uuid", flat=True)
    unreached |= set(without)
    people = Person.objects.filter(uuid__in=unreached, is_blank=False).order_by("sort_key", "pk")
    sent = sum(state == State.SENT for state in states.values())
    no_longer = sum(state == State.OBSOLETE for state in states.values())
    return Outcome(
        readers=len(by_person),
        sent=sent,
        waiting=max(0, len(by_person) - sent - no_longer - len(unreached)),
        no_longer=no_longer,
        to_call=list(people[:MOST_NAMED]),
        more_to_call=max(0, len(unreached) - MOST_NAMED),
    )


def read_by(letter: Letter) -> int:
    """How many have opened a letter in the app."""
    return LetterReading.objects.filter(letter=letter).count()
