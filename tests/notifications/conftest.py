"""A kind of message that only the tests know, and a mail server."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from notifications import kinds
from notifications.kinds import Attachment, Kind, Recipient, Rendered
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from tests.notifications.mailserver import MailServer


@dataclass
class Told:
    """A kind of message whose answers a test can change."""

    recipient: Recipient | None = field(
        default_factory=lambda: Recipient(address="bo@example.org", name="Bo Berg", language="en")
    )
    attachments: tuple[Attachment, ...] = ()
    not_wanted: str | None = None
    asked: list[UUID] = field(default_factory=list)

    def be(self, **fields: Any) -> None:
        """Make the kind another one: urgent, for safety, with other ways."""
        kind = kinds.get("tests.told")
        kinds.unregister("tests.told")
        kinds.register(replace(kind, **fields))

    def recipient_of(self, message: Message) -> Recipient | None:
        return self.recipient

    def still_wanted(self, message: Message) -> str | None:
        self.asked.append(message.uuid)
        return self.not_wanted

    def render(self, message: Message, language: str) -> Rendered:
        if "breaks" in message.data:
            raise LookupError("Bo Berg, bo@example.org")
        return letter(
            subject=f"Your shift ({language}) {message.data.get('n', '')}",
            name="Bo",
            paragraphs=["See you on Tuesday."],
            facts=[Fact("When", "Tue 4 Feb 17–20")],
            button=Button("Show the shift", "http://alfa.rinnalla.localhost:8000/shifts/"),
            why="You get this since you took a shift.",
            attachments=self.attachments,
        )


@pytest.fixture
def told() -> Iterator[Told]:
    """The kind `tests.told`."""
    answers = Told()
    kinds.register(
        Kind(
            name="tests.told",
            label="Told",
            recipient=answers.recipient_of,
            still_wanted=answers.still_wanted,
            render=answers.render,
        )
    )
    yield answers
    kinds.unregister("tests.told")


@pytest.fixture
def mailserver(settings: Settings) -> Iterator[MailServer]:
    """A mail server that takes everything, unless told otherwise."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.start()
    yield server
    server.stop()
