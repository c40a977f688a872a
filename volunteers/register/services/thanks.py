"""Thanking: one person, noted in a word, or many with a letter in their own language."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from notifications import services as notifications
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.errors import DayAhead, NobodyToThank
from volunteers.register.models import Person, Thanks, ThanksLetter

KIND = "register.thanks"


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
    """Remove a note of a thank-you, such as one of the wrong person. Its letter is not sent if it waits."""
    trail.record("thanks.removed", by=by, subject_kind="person", subject_uuid=thanks.person.uuid)
    thanks.delete()


@transaction.atomic(durable=True)
def send_letter(
    *, key: UUID, people: Iterable[Person], why: str, texts: Mapping[str, str], by: Actor
) -> tuple[ThanksLetter, int]:
    """Thank many: each is written to in their language, and it is noted of each.

    `key` says which letter it is: sent again, nothing more is sent. Returns the letter and to how many it
    went. Raises NobodyToThank.
    """
    known = ThanksLetter.objects.filter(uuid=key).first()
    if known is not None:
        return known, known.thanks.count()
    found = list(people)
    if not found:
        raise NobodyToThank
    letter = ThanksLetter.objects.create(
        uuid=key,
        why=why,
        **{f"text_{language}": text for language, text in texts.items()},
        at=clock.now(),
        by_user=by.user,
        by_name=by.name[:160],
    )
    today = clock.today(current_association())
    Thanks.objects.bulk_create(
        (
            Thanks(
                person=person,
                why=why,
                thanked_on=today,
                by_user=by.user,
                by_name=by.name[:160],
                letter=letter,
            )
            for person in found
        ),
        batch_size=1000,
    )
    notifications.plan_each(
        kind=KIND,
        keys={person.uuid: f"{KIND}:{letter.uuid}:{person.uuid}" for person in found if person.email},
        due_at=clock.now(),
        subject_kind="thanks",
        subject_uuid=letter.uuid,
    )
    trail.record_each(
        "thanks.noted", by=by, subject_kind="person", subjects=[person.uuid for person in found]
    )
    trail.record("thanks.letter", by=by, subject_kind="thanks", subject_uuid=letter.uuid, people=len(found))
    return letter, len(found)
