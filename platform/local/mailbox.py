"""The demo's mail: one file for each message that a process of the platform sent, in the order of arrival.

Reading needs nothing but the folder, so that pages, tests and the check of the demo share it. `catcher.py`
is the SMTP server that fills it.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import default as policy
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

KEPT = 5000
"""More than the demo sends; the oldest give way, so that a forgotten demo does not fill the disk."""
LOOKS = 20
"""After so many it is looked again whether there are too many: looking reads the whole folder."""
KEY = re.compile(r"\d{20}-[0-9a-f]{6}")


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A message as a list shows it."""

    key: str
    to: tuple[str, ...]
    """Addresses that it was handed over for, which may differ from those in its head."""
    sender: str
    subject: str
    sent_at: datetime | None
    """What the message itself says, in the time of the demo's clock if its writer used that."""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A part of a message that is a file."""

    number: int
    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A whole message."""

    summary: Summary
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]


class Mailbox:
    """A folder of messages."""

    def __init__(self, folder: Path, *, kept: int = KEPT) -> None:
        self.folder = folder
        self._kept = kept
        self._put = 0

    def put(self, message: bytes, *, sender: str, to: Sequence[str]) -> str:
        """Keep a message and return its key; it is there as a whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        key = f"{time.time_ns():020d}-{secrets.token_hex(3)}"
        envelope = [f"Delivered-To: {one_line(address)}" for address in to]
        head = "\r\n".join([*envelope, f"Return-Path: <{one_line(sender)}>", ""]).encode()
        fresh = self.folder / f".{key}"
        fresh.write_bytes(head + message)
        fresh.replace(self.folder / f"{key}.eml")
        if self._put % LOOKS == 0:
            for old in self._keys()[self._kept :]:
                (self.folder / f"{old}.eml").unlink(missing_ok=True)
        self._put += 1
        return key

    def summaries(self, *, to: str = "") -> Iterator[Summary]:
        """All messages, newest first; with `to`, those for an address that contains this text."""
        wanted = to.strip().lower()
        for key in self._keys():
            summary = summary_of(self.folder / f"{key}.eml")
            if summary and (not wanted or any(wanted in address.lower() for address in summary.to)):
                yield summary

    def read(self, key: str) -> Letter:
        """One message with its parts; raises KeyError when there is none."""
        path = self.folder / f"{key}.eml"
        summary = summary_of(path) if KEY.fullmatch(key) else None
        if summary is None:
            raise KeyError(key)
        message = BytesParser(policy=policy).parsebytes(path.read_bytes())
        assert isinstance(message, EmailMessage)
        files = tuple(
            Attachment(
                number=number,
                name=part.get_filename() or f"part-{number}",
                kind=part.get_content_type(),
                content=content_of(part),
            )
            for number, part in enumerate(message.iter_attachments(), start=1)
            if isinstance(part, EmailMessage)
        )
        return Letter(
            summary=summary,
            headers=tuple((name, str(value)) for name, value in message.items()),
            text=body(message, "plain"),
            html=body(message, "html"),
            attachments=files,
        )

    def _keys(self) -> list[str]:
        try:
            return sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)
        except FileNotFoundError:
            return []


@lru_cache(maxsize=KEPT)
def summary_of(path: Path) -> Summary | None:
    """The head of a message; None when it has gone. Messages never change, so it is read once."""
    try:
        with path.open("rb") as file:
            head = BytesHeaderParser(policy=policy).parse(file)
    except FileNotFoundError:
        return None
    try:
        sent_at = parsedate_to_datetime(str(head["Date"]))
    except (TypeError, ValueError):
        sent_at = None
    return Summary(
        key=path.stem,
        to=tuple(str(address) for address in head.get_all("Delivered-To", [])),
        sender=str(head.get("From", "")),
        subject=str(head.get("Subject", "")),
        sent_at=sent_at if sent_at and sent_at.tzinfo else None,
    )


def body(message: EmailMessage, kind: str) -> str:
    """The text of a message in one of its forms, `plain` or `html`; empty when it has none."""
    part = message.get_body(preferencelist=(kind,))
    if not isinstance(part, EmailMessage):
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # an unknown character set
        return content_of(part).decode("utf-8", errors="replace")


def content_of(part: EmailMessage) -> bytes:
    """The bytes of a part, decoded from the form in which they travelled."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else part.as_bytes()


def one_line(text: str) -> str:
    """A text that cannot begin another header."""
    return " ".join(text.split())
