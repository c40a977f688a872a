"""Mail of the demo: what the SMTP server takes is what the mailbox gives."""

from __future__ import annotations

import smtplib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from local import mailbox as mailbox_module
from local.mailbox import Mailbox
from local.ports import bound
from local.supervisor import Command

PLAIN = b"From: a@example.org\r\nSubject: Hei\r\n\r\nTervetuloa\r\n"


def letter(subject: str = "Vuorosi on huomenna") -> EmailMessage:
    """A message as the platform sends them."""
    message = EmailMessage()
    message["From"] = "Rinnalla <rinnalla@example.org>"
    message["To"] = "Eeva Salmela <eeva@example.org>"
    message["Subject"] = subject
    message["Date"] = "Tue, 04 Feb 2025 14:01:00 +0200"
    message.set_content("Hei Eeva, nähdään http://napajoki.rinnalla.localhost:8000/shifts/ klo 17")
    return message


@pytest.fixture
def smtp(folder: Path) -> Iterator[smtplib.SMTP]:
    """A client of a running catcher that fills `folder`/mail."""
    with bound() as listener:
        catcher = Command(
            name="mail",
            command=[
                sys.executable,
                *("-m", "local.catcher", "--folder", folder / "mail", "--socket", str(listener.fileno())),
            ],
            env={"PYTHONPATH": ":".join(sys.path)},
            log=folder / "mail.log",
            sockets=[listener.fileno()],
            is_ready=lambda said: "ready" in said,
        )
        catcher.start()
        try:
            with smtplib.SMTP(*listener.getsockname()) as client:
                yield client
        finally:
            catcher.stop()


def test_sent_message_is_read_back_whole(smtp: smtplib.SMTP, folder: Path) -> None:
    message = letter()
    message.add_alternative("<p>Hei <b>Eeva</b></p>", subtype="html")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="vuoro.ics")
    smtp.send_message(message, to_addrs=["eeva@example.org", "kopio@example.org"])
    [summary] = Mailbox(folder / "mail").summaries()
    assert summary.to == ("eeva@example.org", "kopio@example.org")
    assert summary.subject == "Vuorosi on huomenna"
    assert summary.sender == "Rinnalla <rinnalla@example.org>"
    assert summary.sent_at == datetime(2025, 2, 4, 12, 1, tzinfo=UTC)
    read = Mailbox(folder / "mail").read(summary.key)
    assert read.text.strip() == ("Hei Eeva, nähdään http://napajoki.rinnalla.localhost:8000/shifts/ klo 17")
    assert read.html.strip() == "<p>Hei <b>Eeva</b></p>"
    assert [(file.name, file.kind, file.content) for file in read.attachments] == [
        ("vuoro.ics", "text/calendar", b"BEGIN:VCALENDAR")
    ]


def test_message_that_cannot_be_kept_is_refused_for_now(smtp: smtplib.SMTP, folder: Path) -> None:
    (folder / "mail").write_text("a file where the folder should be")
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        smtp.send_message(letter())
    assert refusal.value.smtp_code == 451


def test_messages_come_newest_first_and_by_address(folder: Path) -> None:
    box = Mailbox(folder)
    keys = [
        box.put(PLAIN, sender="a@example.org", to=[f"{name}@example.org"]) for name in ("ada", "bo", "ada")
    ]
    assert [summary.key for summary in box.summaries()] == keys[::-1]
    assert [summary.key for summary in box.summaries(to=" ADA@")] == [keys[2], keys[0]]


def test_empty_mailbox_has_no_messages(folder: Path) -> None:
    assert list(Mailbox(folder / "nothing").summaries()) == []


@pytest.mark.parametrize("key", ["", "../secrets/superuser", "1", f"{1:020d}-abcdef"])
def test_unknown_key_is_refused(folder: Path, key: str) -> None:
    with pytest.raises(KeyError):
        Mailbox(folder).read(key)


def test_address_cannot_add_a_header(folder: Path) -> None:
    box = Mailbox(folder)
    key = box.put(PLAIN, sender="a@example.org", to=["a@example.org\r\nSubject: other"])
    assert box.read(key).summary.subject == "Hei"


def test_message_with_broken_head_is_shown_as_far_as_it_goes(folder: Path) -> None:
    box = Mailbox(folder)
    key = box.put(
        b"Date: yesterday\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xe4", sender="", to=[]
    )
    read = box.read(key)
    assert (read.summary.sent_at, read.summary.subject, read.text) == (None, "", "\N{REPLACEMENT CHARACTER}")


def test_oldest_messages_give_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox_module, "LOOKS", 1)
    box = Mailbox(folder, kept=2)
    keys = [box.put(PLAIN, sender="", to=["a@example.org"]) for _ in range(4)]
    assert [summary.key for summary in box.summaries()] == [keys[3], keys[2]]
