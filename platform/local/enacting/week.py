"""The messages of the last week before the demo opens, in the mail and on the telephones of their readers.

The story is told association by association; the messages go out when all of it is told, in the order in
which they were due, each at its hour. So the demo's mail looks as it would after a week of use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation

from local.enacting import times
from notifications import kinds, preferences
from notifications.channels import Channels
from notifications.kinds import Audience, Kind, Recipient, Way
from notifications.models import Attempt, Choice, Message, Said, Sending
from notifications.models.people import DIGEST_AT, LEADS, QUIET_FROM, QUIET_TO
from notifications.telling import keep_words
from tenants import clock
from tenants.context import current_association, entered
from tenants.models import Association
from volunteers.register.models import Person

SINCE = times.START - timedelta(days=7)
WITH_SMS = "napajoki"
SENDER = "Napajoki"
REMINDER = "shift.reminder"
# Each of so many reads texts rather than mail.
MANY = 9
# As many may be called at night too, where somebody is needed at once.
ANY_TIME = preferences.Times(
    quiet_from=QUIET_FROM,
    quiet_to=QUIET_TO,
    urgent_at_night=True,
    digest_at=DIGEST_AT,
    digest_weekday=None,
    leads=LEADS,
)


@dataclass(frozen=True)
class Sent:
    """A message that is noted as sent in the week."""

    at: datetime
    slug: str
    pk: int


def settle_ways() -> None:
    """Inside: an association that sends texts, and some who have chosen how and when they hear from it."""
    if current_association().slug != WITH_SMS or Sending.objects.exists():
        return
    Sending.objects.create(pk=1, sms_on=True, sms_sender=SENDER, sms_parts_a_month=600)
    written = Person.objects.filter(is_blank=False).exclude(email="")
    reachable = written.filter(user_uuid__isnull=False).exclude(phone="")
    people = list(reachable.order_by("pk").values_list("uuid", flat=True))
    for uuid in people[1::MANY]:
        preferences.choose(person_uuid=uuid, ways={REMINDER: Way.SMS})
    for uuid in written.order_by("pk").values_list("uuid", flat=True)[2::MANY]:
        preferences.choose(person_uuid=uuid, times=ANY_TIME)


def post(slugs: Collection[str]) -> int:
    """Hand over what went out in the week. Returns how many; a second time there is nothing left."""
    waiting = sorted(_of_all(slugs), key=lambda sent: (sent.at, sent.slug, sent.pk))
    associations = {each.slug: each for each in Association.objects.filter(slug__in=slugs)}
    with Channels() as out:
        for sent in waiting:
            with clock.fixed(sent.at), entered(associations[sent.slug]):
                _hand_over(Message.objects.get(pk=sent.pk), out)
    return len(waiting)


def _of_all(slugs: Collection[str]) -> Iterator[Sent]:
    """What was sent to volunteers in the week and is in nobody's mail yet."""
    names = [kind.name for kind in kinds.listed().values() if kind.audience == Audience.VOLUNTEER]
    for slug in slugs:
        with entered(Association.objects.get(slug=slug)):
            sent = Message.objects.filter(
                kind__in=names, state=Message.State.SENT, sent_at__gte=SINCE, tries__isnull=True
            )
            for pk, at in sent.values_list("pk", "sent_at"):
                if at is not None:
                    yield Sent(at, slug, pk)


def _hand_over(message: Message, out: Channels) -> None:
    kind = kinds.get(message.kind)
    recipient = kind.recipient(message)
    if recipient is None:
        return
    language = _language(recipient)
    with translation.override(language):
        rendered = kind.render(message, language)
    way = _way(message, kind, recipient)
    handed = out.send(way, rendered, to=recipient, language=language, message=message, kind=kind)
    with transaction.atomic():
        Attempt.objects.create(
            message=message,
            channel=way,
            at=clock.now(),
            outcome=Attempt.Outcome.SENT,
            provider_id=handed.provider_id,
            parts=handed.parts,
        )
        Message.objects.filter(pk=message.pk).update(channel=way)
        if kind.is_kept:
            keep_words(message, rendered, language=language)
        if clock.now() < times.START - timedelta(days=1):
            Said.objects.filter(message=message).update(read_at=clock.now() + timedelta(hours=1))


def _way(message: Message, kind: Kind, recipient: Recipient) -> Way:
    wanted = Choice.objects.filter(person_uuid=message.person_uuid, kind=kind.name, way=Way.SMS)
    by_sms = Way.SMS in kind.ways and recipient.phone and wanted.exists()
    return Way.SMS if by_sms or not recipient.address else Way.EMAIL


def _language(recipient: Recipient) -> str:
    known = dict(settings.LANGUAGES)
    return recipient.language if recipient.language in known else str(current_association().language)
