"""A real mail server in a thread, which can refuse, hang up, and be stopped and started on the same port."""

import asyncio
import email
import email.policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from local.ports import free_port


class MailServer:
    """What it took is in `mails`; `answers` are for recipients, `data_answer` is for every text."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: list[EmailMessage] = []
        self.senders: list[str | None] = []
        self.connections = 0
        self.answers: dict[str, str] = {}
        self.data_answer = ""
        self.hangs_up_after: int | None = None
        self.seconds = 0.0
        self._controller: Controller | None = None

    def start(self) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10)
        self._controller.start()

    def stop(self) -> None:
        """Be away."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.hangs_up_after is not None and len(self.mails) >= self.hangs_up_after:
            assert server.transport is not None
            server.transport.close()
            return "421 gone"
        await asyncio.sleep(self.seconds)
        if self.data_answer:
            return self.data_answer
        assert isinstance(envelope.content, bytes)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        mail["X-To"] = ", ".join(envelope.rcpt_tos)
        self.senders.append(envelope.mail_from)
        self.mails.append(mail)
        return "250 OK"

    def subjects(self) -> list[str]:
        """The subjects of what it took, in order."""
        return [str(mail["Subject"]) for mail in self.mails]
