"""What a coordinator does with a message by hand, each with its line in the trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from notifications import addresses, kinds, services
from notifications.kinds import Audience, Way
from notifications.models import Message, Said
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Person

AGAIN, CALLED_OFF, READ, TRIED = (
    "message.sent_again",
    "message.called_off",
    "message.read",
    "person.address_tried",
)


@transaction.atomic(durable=True)
def send_again(*, message: Message, by: Actor) -> bool:
    """Have a message that was given up or withheld tried anew. False where it is in another state by now."""
    if not services.send_again(message=message):
        return False
    _note(AGAIN, message, by=by)
    return True


@transaction.atomic(durable=True)
def call_off(*, message: Message, by: Actor) -> bool:
    """Call off a message that waits. False where it is being sent, or in another state by now."""
    if not services.cancel(message=message):
        return False
    _note(CALLED_OFF, message, by=by)
    return True


def has_text(message: Message) -> bool:
    """Whether a coordinator may ask for its text: what was sent to a volunteer, as long as it is kept."""
    try:
        kind = kinds.get(message.kind)
    except kinds.UnknownKind:
        return False
    return kind.audience == Audience.VOLUNTEER and Said.objects.filter(message=message).exists()


@transaction.atomic(durable=True)
def read_text(*, message: Message, by: Actor) -> Said | None:
    """What a message said; that somebody read it is noted. None where it may not be read or is gone."""
    if not has_text(message):
        return None
    _note(READ, message, by=by)
    return Said.objects.get(message=message)


@transaction.atomic(durable=True)
def try_address(*, person: Person, ways: Iterable[Way], by: Actor) -> int:
    """Use an address again that did not work, since somebody says that it does. Returns how many."""
    tried = sum(addresses.forget_dead(person_uuid=person.uuid, channel=way) for way in ways)
    if tried:
        trail.record(TRIED, by=by, subject_kind="person", subject_uuid=person.uuid)
    return tried


def _note(verb: str, message: Message, *, by: Actor) -> None:
    trail.record(
        verb,
        by=by,
        subject_kind="person",
        subject_uuid=message.person_uuid,
        kind=message.kind,
        message=str(message.uuid),
    )
