"""Letters to many people: one row in the outbox for each of them, sent at a steady pace.

    written = write_letter(to=people, subject={"fi": "Kiitos!"}, text={"fi": "…"}, by=request.actor)

Everybody gets a letter in their own language where it was written in that, else in the association's. Who has
no e-mail address has a row as well: it is withheld, and the letter's page says whom to call.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from notifications.services import Planned, plan_many
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import Consent, Letter, Person
from volunteers.register.person_errors import LetterToNobody, LetterUnwritten

KIND = SUBJECT = "register.letter"
# A letter of thanks is one of these too, and may be wanted in another way.
THANKS = "register.thank_you"
# What is told of a shift never waits long behind a letter to thousands, and no mail server is flooded.
A_MINUTE = 60


@dataclass(frozen=True)
class Readers:
    """Who a letter would go to, whom somebody has to call, and who does not want such letters."""

    reached: list[Person] = field(default_factory=list)
    without_address: list[Person] = field(default_factory=list)
    without_consent: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """A letter that is on its way, and to whom."""

    letter: Letter
    readers: Readers


def readers(*, people: Iterable[Person], everyone: bool) -> Readers:
    """How these people can be told. Blank people are nobody."""
    them = {person.pk: person for person in people if not person.is_blank}
    allowed = set(them) if everyone else allow_letters(keys=them)
    found = Readers()
    for key, person in them.items():
        if key not in allowed:
            found.without_consent.append(person)
        elif person.email:
            found.reached.append(person)
        else:
            found.without_address.append(person)
    return found


def allow_letters(*, keys: Iterable[int]) -> set[int]:
    """Those of these people who allow letters about other things than their shifts."""
    given = Consent.objects.filter(
        person__in=list(keys), purpose=Consent.Purpose.NEWSLETTER, withdrawn_at__isnull=True
    )
    return set(given.values_list("person_id", flat=True))


@transaction.atomic
def write_letter(
    *,
    to: Iterable[Person],
    subject: Mapping[str, str],
    text: Mapping[str, str],
    by: Actor,
    everyone: bool = True,
    kind: str = KIND,
) -> Written:
    """Send people a letter; `subject` and `text` have it by language, at least in the association's.

    With `everyone` false it goes only to those who allow letters about other things than their shifts. `kind`
    says as which kind of message it goes out. Part of larger verbs too. Raises LetterUnwritten, or
    LetterToNobody where nobody may be told.
    """
    own = current_association().language
    said = {
        code: (" ".join(subject.get(code, "").split()), text.get(code, "").strip())
        for code, _name in settings.LANGUAGES
    }
    if not all(said[own]) or any(bool(title) != bool(words) for title, words in said.values()):
        raise LetterUnwritten
    found = readers(people=to, everyone=everyone)
    if not found.reached and not found.without_address:
        raise LetterToNobody
    at = clock.now()
    letter = Letter.objects.create(
        **{f"subject_{code}": title for code, (title, _words) in said.items()},
        **{f"text_{code}": words for code, (_title, words) in said.items()},
        language=own,
        everyone=everyone,
        by_name=by.name[:160],
        at=at,
    )
    told = [*found.reached, *found.without_address]
    plan_many(
        kind=kind,
        messages=(
            Planned(
                key=f"{kind}:{letter.uuid}:{person.uuid}",
                person_uuid=person.uuid,
                due_at=at + timedelta(minutes=place // A_MINUTE),
            )
            for place, person in enumerate(told)
        ),
        subject_kind=SUBJECT,
        subject_uuid=letter.uuid,
    )
    trail.record(
        "letter.sent",
        by=by,
        subject_kind="letter",
        subject_uuid=letter.uuid,
        people=len(told),
        everyone=everyone,
    )
    return Written(letter=letter, readers=found)
