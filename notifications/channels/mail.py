"""Mail: a server that speaks SMTP, or a mail service by its own interface, and what their answers mean."""

import re
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

from notifications.addresses import mailbox
from notifications.channels import pace, sending
from notifications.channels.answers import Deferred, Handed, NotSent, Refused, ServerAway
from notifications.kinds import Recipient, Rendered
from tenants import clock
from tenants.context import current_association


class Post:
    """One connection for one run, opened with the first message. Use it as a context manager."""

    def __init__(self) -> None:
        self._open: BaseEmailBackend | None = None
        self._reply_to: str | None = None

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

    def send(
        self,
        rendered: Rendered,
        *,
        to: Recipient,
        language: str,
        uuid: UUID,
        urgent: bool = False,
        unsubscribe: str = "",
    ) -> Handed:
        """Hand one message over. Raises Refused, Deferred or ServerAway.

        `unsubscribe` is the link at which one press, or one POST of a mail program (RFC 8058), ends it.
        """
        if self._reply_to is None:
            self._reply_to = sending.current().reply_to or current_association().contact_email
        mail = _mail(
            rendered,
            to=to,
            reply_to=self._reply_to,
            language=language,
            uuid=uuid,
            unsubscribe=unsubscribe,
        )
        pace.keep("email", urgent=urgent)
        server = self._opened()
        if settings.EMAIL_SERVICE:
            return self._by_service(server, mail, uuid=uuid)
        try:
            server.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            self._close()
            raise _meant(*error.recipients[next(iter(error.recipients))], to_recipient=True) from None
        except smtplib.SMTPResponseException as error:
            self._close()
            for_all = isinstance(error, smtplib.SMTPSenderRefused)
            raise _meant(error.smtp_code, error.smtp_error, for_all=for_all) from None
        except OSError:
            self._close()
            raise ServerAway("connection_lost", while_sending=True) from None
        return Handed()

    def _by_service(self, server: BaseEmailBackend, mail: EmailMultiAlternatives, *, uuid: UUID) -> Handed:
        from notifications.channels import service  # noqa: PLC0415  loads what only a mail service needs

        try:
            return service.hand_over(server, mail, uuid=uuid)
        except NotSent:
            self._close()
            raise

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


# A server's finer code (RFC 3463) for an address that does not exist, or no longer.
NO_SUCH_ADDRESS = re.compile(rb"\s*5\.(?:1\.[0-36]|2\.1)\b")
FINER_CODE = re.compile(rb"\s*\d\.\d{1,3}\.\d{1,3}\b")


def _meant(
    code: int, text: bytes | str = b"", *, for_all: bool = False, to_recipient: bool = False
) -> NotSent:
    """What an answer of the server means. A refused sender is our set-up's fault, never the message's."""
    if code == 421:
        return ServerAway("server_busy_421", while_sending=True)
    if code >= 500 and not for_all:
        said = text.encode(errors="replace") if isinstance(text, str) else text
        unknown = NO_SUCH_ADDRESS.match(said) or (
            to_recipient and code in {550, 551, 553} and not FINER_CODE.match(said)
        )
        return Refused(f"refused_{code}", dead="bounced" if unknown else "")
    return Deferred(f"deferred_{code}")


def _mail(
    rendered: Rendered, *, to: Recipient, reply_to: str, language: str, uuid: UUID, unsubscribe: str
) -> EmailMultiAlternatives:
    """The mail with its headers. Raises Refused for an address that is none."""
    try:
        validate_email(to.address)
        recipient = mailbox(to.name, to.address)
    except (ValidationError, ValueError):
        raise Refused("bad_address", dead="bounced") from None
    association = current_association()
    mail = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=formataddr(
            (" ".join(association.name_in(language).split()), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        ),
        to=[recipient],
        reply_to=[reply_to] if reply_to else None,
        headers={
            # Made from the message's own UUID: a doubled send can be recognised.
            "Message-ID": f"<{uuid}@{settings.BASE_URL.host}>",
            "Date": formatdate(clock.now().timestamp()),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
            **_list_headers(unsubscribe),
        },
    )
    if rendered.html:
        mail.attach_alternative(rendered.html, "text/html")
    for attachment in rendered.attachments:
        mail.attach(attachment.name, attachment.content, attachment.mimetype)
    return mail


def _list_headers(unsubscribe: str) -> dict[str, str]:
    """What lets a mail program offer "unsubscribe" beside the sender (RFC 2369, RFC 8058)."""
    if not unsubscribe:
        return {}
    return {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
