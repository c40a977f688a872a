"""Choosing how one is told: by oneself, by a coordinator on one's behalf, or by a link in a mail."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from notifications import digests, links, preferences
from notifications.kinds import Kind, Way
from notifications.models import Message
from notifications.preferences import Times
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Consent, Letter, Person
from volunteers.register.selectors import person_by_uuid
from volunteers.register.services import agreements
from volunteers.register.services.letters import SUBJECT as LETTER

NEWSLETTER = Consent.Purpose.NEWSLETTER
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
    """What the link in one mail stops: kinds of messages to that person, or letters that they consented to.

    `label` is what that is called. What is stopped as a whole cannot be taken up again by the link: a consent
    is given by who has signed in, and what was gathered before is not known any more.
    """

    person: Person
    kinds: list[Kind]
    label: str
    is_stopped: bool
    as_a_whole: bool = False
    by_consent: bool = False


def reader_of(message: Message) -> Person:
    """Whom a message was for. Raises LinkTooOld for somebody who is gone."""
    person = person_by_uuid(message.person_uuid)
    if person is None:
        raise links.LinkTooOld
    return person


def stoppable(message: Message, *, person: Person) -> Stoppable:
    """What stopping a message means for its reader."""
    if message.subject_kind == LETTER and _is_by_consent(message):
        given = person.consents.filter(purpose=NEWSLETTER, withdrawn_at__isnull=True)
        label = _("Letters about other things than your shifts")
        return Stoppable(person, [], label, not given.exists(), as_a_whole=True, by_consent=True)
    found = links.stops(message)
    if message.kind == digests.KIND:
        return Stoppable(person, found, _("Summary by e-mail"), is_stopped=not found, as_a_whole=True)
    chosen = preferences.of(person.uuid)
    is_stopped = all(chosen.way(kind) == Way.INBOX for kind in found)
    return Stoppable(person, found, ", ".join(str(kind.label) for kind in found), is_stopped)


def _is_by_consent(letter: Message) -> bool:
    """Whether a letter went to those only who allow letters about other things than their shifts."""
    uuid = letter.subject_uuid
    return uuid is not None and Letter.objects.filter(uuid=uuid, everyone=False).exists()


def stop(*, found: Stoppable) -> None:
    """Such mails come no more; what they say still stands in the app. Again changes nothing."""
    if found.by_consent:
        agreements.set_consent(person=found.person, purpose=NEWSLETTER, given=False, by=BY_LINK)
    else:
        choose(person=found.person, ways={kind.name: Way.INBOX for kind in found.kinds}, by=BY_LINK)


def go_on(*, found: Stoppable) -> None:
    """Such mails come again, as they come to everybody, where that can be taken back by a link."""
    if not found.as_a_whole:
        choose(person=found.person, ways={kind.name: kind.ways[0] for kind in found.kinds}, by=BY_LINK)
