"""The link in a mail by which its reader stops that kind of mail, without signing in.

It names a message and a day until which it works, signed for this one association; who has it can choose how
messages of that kind come to that person, and nothing else. So it stays in the address, where a mail program
finds it as it stands (RFC 8058), and only a press acts.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext_lazy as _

from notifications import kinds, preferences
from notifications.kinds import Audience, Kind, Way
from notifications.models import Message
from tenants import clock
from tenants.addresses import absolute_url
from tenants.context import current_association
from web.errors import DomainError

ROUTE = "unsubscribe"
PARAMETER = "t"
VALID_FOR = timedelta(days=180)


class LinkRefused(DomainError):
    """Nobody has made it like this."""

    code = "link_refused"
    sentence = _("This link is not whole. Open it once more from the message, or sign in and choose there.")
    status = 403


class LinkTooOld(LinkRefused):
    """It worked once, or what it was about is gone."""

    code = "link_too_old"
    sentence = _("This link is too old to work. Sign in and choose there which messages you get.")
    status = 410


def unsubscribe_url(message: Message) -> str:
    """The whole link for a message; empty for what cannot be stopped, whose mail then names none."""
    if not can_be_stopped(message):
        return ""
    until = int((clock.now() + VALID_FOR).timestamp())
    token = _signer().sign(f"{message.uuid.hex}.{until}")
    return f"{absolute_url(current_association(), ROUTE)}?{urlencode({PARAMETER: token})}"


def can_be_stopped(message: Message) -> bool:
    """Whether people choose how they want this: not what concerns safety, and nothing for outsiders."""
    kind = kinds.listed().get(message.kind)
    return kind is not None and (kind.is_chosen or _gathers(kind))


def stops(message: Message) -> list[Kind]:
    """The kinds that a message's link stops: its own, or for a digest all that its reader has gathered."""
    kind = kinds.get(message.kind)
    if not _gathers(kind):
        return [kind]
    chosen = preferences.of(message.person_uuid)
    return [each for each in kinds.listed().values() if chosen.way(each) == Way.DIGEST]


def _gathers(kind: Kind) -> bool:
    """Whether it only mails what stands in the inbox already, as a digest does."""
    return not kind.in_inbox and kind.audience != Audience.OUTSIDE


def message_of(token: str) -> Message:
    """The message that a link was made for. Raises LinkRefused or LinkTooOld."""
    try:
        uuid, _dot, until = _signer().unsign(token).partition(".")
        ends_at = datetime.fromtimestamp(int(until), UTC)
        message = Message.objects.filter(uuid=UUID(uuid)).first()
    except (signing.BadSignature, ValueError):
        raise LinkRefused from None
    if message is None or ends_at <= clock.now() or not can_be_stopped(message):
        raise LinkTooOld
    return message


def _signer() -> signing.Signer:
    return signing.Signer(salt=f"{__name__} {current_association().schema_name}")
