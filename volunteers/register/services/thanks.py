"""Thanking: one person, noted in a word, or many with a letter in their own language."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.care_errors import NobodyToThank
from volunteers.register.errors import DayAhead
from volunteers.register.models import Person, Thanks
from volunteers.register.services import letters


@transaction.atomic
def thank(*, person: Person, why: str, by: Actor, on: date | None = None) -> Thanks:
    """Note that somebody was thanked, today or on an earlier day. Raises DayAhead."""
    today = clock.today(current_association())
    if on is not None and on > today:
        raise DayAhead
    made = Thanks.objects.create(
        person=person, why=why, thanked_on=on or today, by_user=by.user, by_name=by.name[:160]
    )
    trail.record("thanks.noted", by=by, subject_kind="person", subject_uuid=person.uuid)
    return made


@transaction.atomic
def take_back(*, thanks: Thanks, by: Actor) -> None:
    """Remove a note of a thank-you, such as one of the wrong person. A letter of it that left stays sent."""
    trail.record("thanks.removed", by=by, subject_kind="person", subject_uuid=thanks.person.uuid)
    thanks.delete()


def send_letter(*, key: UUID, people: Iterable[Person], why: str, texts: Mapping[str, str], by: Actor) -> int:
    """Thank many: each is written to in their language, and it is noted of each.

    `key` says which letter it is: sent again, nothing more is sent. Returns how many are thanked. Raises
    NobodyToThank, and LetterUnwritten without words in the association's language.
    """
    sent = Thanks.objects.filter(batch=key)
    try:
        return sent.count() or _send(key=key, people=people, why=why, texts=texts, by=by)
    except IntegrityError:  # pressed twice, and the other one was faster
        return sent.count()


@transaction.atomic(durable=True)
def _send(*, key: UUID, people: Iterable[Person], why: str, texts: Mapping[str, str], by: Actor) -> int:
    found = list(people)
    if not found:
        raise NobodyToThank
    written = letters.write_letter(to=found, subject=_subjects(texts), text=texts, by=by, kind=letters.THANKS)
    today = clock.today(current_association())
    Thanks.objects.bulk_create(
        (
            Thanks(
                person=person,
                why=why,
                thanked_on=today,
                by_user=by.user,
                by_name=by.name[:160],
                batch=key,
                letter=written.letter,
            )
            for person in found
        ),
        batch_size=1000,
    )
    trail.record_each(
        "thanks.noted", by=by, subject_kind="person", subjects=[person.uuid for person in found]
    )
    return len(found)


def _subjects(texts: Mapping[str, str]) -> dict[str, str]:
    """A subject for each language in which something is written."""
    association = current_association()
    said = {}
    for code, text in texts.items():
        if text.strip():
            with translation.override(code):
                name = association.name_in(code)
                said[code] = _("Thank you from %(association)s") % {"association": name}
    return said
