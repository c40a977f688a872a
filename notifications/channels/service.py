"""A mail service by its own interface (Anymail knows several), in place of SMTP.

Only loaded where the settings name one. The message's tag goes along as metadata, so that the service's
reports about bounces and complaints find the way back (`notifications.channels.reports`).
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailRecipientsRefused,
)
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from notifications.channels import tags
from notifications.channels.answers import Deferred, Handed, NotSent, Refused, ServerAway
from notifications.channels.service_names import TAG
from tenants.context import current_association

SET_UP_PAUSE = timedelta(minutes=5)
# The service writes these itself; some refuse a message that brings its own.
THEIRS = ("Message-ID", "Date")


def hand_over(server: BaseEmailBackend, mail: EmailMultiAlternatives, *, uuid: UUID) -> Handed:
    """Give it a mail. Raises Refused, Deferred or ServerAway."""
    for name in THEIRS:
        mail.extra_headers.pop(name, None)
    tagged: Any = mail  # Anymail reads and writes attributes that Django's mail does not have
    tagged.metadata = {TAG: tags.written(association=current_association().uuid, message=uuid)}
    try:
        server.send_messages([mail])
    except AnymailRecipientsRefused:
        raise Refused("refused_recipient", dead="bounced") from None
    except AnymailAPIError as error:
        raise _meant(error.status_code) from None
    except AnymailError as error:  # it could not be written down for this service
        raise Refused(f"refused_{type(error).__name__}") from None
    except OSError:
        raise ServerAway("connection_lost", while_sending=True) from None
    return Handed(provider_id=str(tagged.anymail_status.message_id or "")[:100])


def _meant(status: int | None) -> NotSent:
    """What an answer means. A wrong key is our set-up's fault, never the message's."""
    if status is None:
        return ServerAway("connection_lost", while_sending=True)
    if status == 429:
        return ServerAway("service_busy_429", while_sending=False)
    if status in {401, 402, 403}:
        return ServerAway(f"service_set_up_{status}", while_sending=False, pause=SET_UP_PAUSE)
    if status in {502, 503, 504}:
        return ServerAway(f"service_away_{status}", while_sending=True)
    if 400 <= status < 500:
        return Refused(f"refused_{status}")
    return Deferred(f"deferred_{status}")
