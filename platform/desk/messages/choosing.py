"""Choosing how one is told: by oneself, by a coordinator on one's behalf, or by a link in a mail."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from notifications import kinds, links, preferences
from notifications.kinds import Way
from notifications.models import Message
from notifications.preferences import Times
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Consent, Letter, Person
from volunteers.register.selectors import person_by_uuid
from volunteers.register.services import agreements
from volunteers.register.services.letters import SUBJECT as LETTER

BY_LINK = Actor.system("unsubscribe link")


@transaction.atomic(durable=True)
def choose(
    *, person: Person, by: Actor, ways: Mapping[str, str] | None = None, times: Times | None = None
) -> list[str]:
    """Choose for a person, and note it in the trail. Returns the names of what has changed.

    Raises what `preferences.choose` does; then nothing is changed.
    """
    changed = preferences.choose(person_uuid=person.uuid, ways=ways, times=times)
    if changed:
        trail.record(
            "messages.chosen",
            by=by,
            subject_kind="person",
            subject_uuid=person.uuid,
            what=changed,
            on_behalf=by.user is not None and by.user != person.user_uuid,
        )
    return changed


@dataclass(frozen=True)
class Stoppable:
    """What the link in one mail stops: that kind for that person, or letters that they consented to."""

    person: Person
    kind: str
    by_consent: bool
    is_stopped: bool

    @property
    def label(self) -> str:
        """What it is called."""
        if self.by_consent:
            return _("Letters about other things than your shifts")
        return str(kinds.get(self.kind).label)


def stoppable(message: Message) -> Stoppable:
    """What stopping a message means. Raises LinkTooOld for somebody who is gone."""
    person = person_by_uuid(message.person_uuid)
    if person is None:
        raise links.LinkTooOld
    if message.subject_kind == LETTER and _is_by_consent(message):
        given = person.consents.filter(purpose=Consent.Purpose.NEWSLETTER, withdrawn_at__isnull=True)
        return Stoppable(person, message.kind, by_consent=True, is_stopped=not given.exists())
    way = preferences.of(person.uuid).way(kinds.get(message.kind))
    return Stoppable(person, message.kind, by_consent=False, is_stopped=way == Way.INBOX)


def _is_by_consent(letter: Message) -> bool:
    """Whether a letter went to those only who allow letters about other things than their shifts."""
    uuid = letter.subject_uuid
    return uuid is not None and Letter.objects.filter(uuid=uuid, everyone=False).exists()


def stop(*, found: Stoppable) -> None:
    """Such mails come no more; what they say still stands in the app. Again changes nothing."""
    if found.by_consent:
        purpose = Consent.Purpose.NEWSLETTER
        agreements.set_consent(person=found.person, purpose=purpose, given=False, by=BY_LINK)
    else:
        choose(person=found.person, ways={found.kind: Way.INBOX}, by=BY_LINK)


def go_on(*, found: Stoppable) -> None:
    """Such mails come again, as they come to everybody. A consent is only given anew by who has signed in."""
    if not found.by_consent:
        choose(person=found.person, ways={found.kind: kinds.get(found.kind).ways[0]}, by=BY_LINK)
