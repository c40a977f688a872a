"""The mail server, and what its answers mean for a message."""

import smtplib
from email.utils import formataddr, formatdate, parseaddr
from types import TracebackType
from typing import Self
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from notifications.kinds import Recipient, Rendered
from tenants import clock
from tenants.context import current_association


class NotSent(Exception):
    """Why a message was not taken: `code` is for logs and lists and holds no address and no server's text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(NotSent):
    """The server will never take this message."""


class Deferred(NotSent):
    """The server does not take this message now."""


class ServerAway(NotSent):
    """The server takes no message now. `while_sending`: it left in the middle of this one."""

    def __init__(self, code: str, *, while_sending: bool) -> None:
        super().__init__(code)
        self.while_sending = while_sending


class Post:
    """One connection for one run, opened with the first message. Use it as a context manager."""

    def __init__(self) -> None:
        self._open: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._open is not None

    def open(self) -> None:
        """Connect; a slow server takes its time here. Raises ServerAway."""
        self._opened()

    def send(self, rendered: Rendered, *, to: Recipient, language: str, uuid: UUID) -> None:
        """Hand one message over. Raises Refused, Deferred or ServerAway."""
        mail = _mail(rendered, to=to, language=language, uuid=uuid)
        server = self._opened()
        try:
            server.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            self._close()
            raise _meant(error.recipients[next(iter(error.recipients))][0]) from None
        except smtplib.SMTPResponseException as error:
            self._close()
            raise _meant(error.smtp_code, for_all=isinstance(error, smtplib.SMTPSenderRefused)) from None
        except OSError:
            self._close()
            raise ServerAway("connection_lost", while_sending=True) from None

    def _opened(self) -> BaseEmailBackend:
        if self._open is None:
            server: BaseEmailBackend = get_connection()
            try:
                server.open()
            except OSError as error:  # every error of smtplib is one, too
                raise ServerAway(f"server_away_{type(error).__name__}", while_sending=False) from None
            self._open = server
        return self._open

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _meant(code: int, *, for_all: bool = False) -> NotSent:
    """What an answer of the server means. A refused sender is our set-up's fault, never the message's."""
    if code == 421:
        return ServerAway("server_busy_421", while_sending=True)
    if code >= 500 and not for_all:
        return Refused(f"refused_{code}")
    return Deferred(f"deferred_{code}")


def _mail(rendered: Rendered, *, to: Recipient, language: str, uuid: UUID) -> EmailMultiAlternatives:
    """The mail with its headers. Raises Refused for an address that is none."""
    try:
        validate_email(to.address)
    except ValidationError:
        raise Refused("bad_address") from None
    association = current_association()
    mail = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=formataddr(
            (" ".join(association.name_in(language).split()), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        ),
        to=[formataddr((" ".join(to.name.split()), to.address))],
        reply_to=[association.contact_email] if association.contact_email else None,
        headers={
            # Made from the message's own UUID: a doubled send can be recognised.
            "Message-ID": f"<{uuid}@{settings.BASE_URL.host}>",
            "Date": formatdate(clock.now().timestamp()),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    if rendered.html:
        mail.attach_alternative(rendered.html, "text/html")
    for attachment in rendered.attachments:
        mail.attach(attachment.name, attachment.content, attachment.mimetype)
    return mail
