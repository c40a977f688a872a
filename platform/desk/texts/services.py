"""Keeping an own text, putting it back, and sending it to oneself."""

from uuid import uuid4

from django.db import transaction

from desk.texts.adapted import Adapted
from notifications import services as messages, wording
from notifications.models import Message, Wording
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person

TRIAL = "texts.trial"
SUBJECT = "wording"


@transaction.atomic
def keep_text(*, adapted: Adapted, language: str, subject: str, text: str, by: Actor) -> Wording:
    """Say it in the association's own words from the next message on. Raises WordingRefused."""
    kept = wording.keep(
        kind=adapted.kind,
        words=adapted.words,
        language=language,
        subject=subject,
        text=text,
        by_name=by.name[:160],
    )
    trail.record("wording.kept", by=by, subject_kind=SUBJECT, kind=adapted.key, language=language)
    return kept


@transaction.atomic
def reset_text(*, adapted: Adapted, language: str, by: Actor) -> bool:
    """Go back to the text that comes with the product. Returns whether there was another."""
    gone = wording.reset(kind=adapted.kind, words=adapted.words, language=language)
    if gone:
        trail.record("wording.reset", by=by, subject_kind=SUBJECT, kind=adapted.key, language=language)
    return gone


@transaction.atomic
def send_trial(*, adapted: Adapted, language: str, subject: str, text: str, to: Person) -> Message:
    """Send a text that need not be kept to whoever writes it, at once."""
    return messages.plan(
        kind=TRIAL,
        key=f"{TRIAL}:{uuid4()}",
        person_uuid=to.uuid,
        due_at=clock.now(),
        data={"words": adapted.key, "language": language, "subject": subject, "text": text},
    )
