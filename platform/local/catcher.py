"""The SMTP server of the demo: takes every message and puts it into the mailbox instead of sending it on.

python -m local.catcher --folder var/mail --socket 5
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from local.mailbox import KEPT, Mailbox

LARGEST = 25 * 1024 * 1024


class IntoMailbox:
    """What the server does with a message."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(  # noqa: N802  # the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep it; when that fails, the sender is told to try again, as a real server would."""
        content = envelope.content
        message = content if isinstance(content, bytes) else (content or "").encode()
        try:
            self._mailbox.put(message, sender=envelope.mail_from or "", to=envelope.rcpt_tos)
        except OSError as error:
            print(f"A message could not be kept: {error.strerror}", flush=True)
            return "451 The message could not be kept; try again later"
        return "250 Kept"


async def serve(mailbox: Mailbox, listener: socket.socket) -> None:
    """Take messages until SIGTERM or SIGINT."""
    handler = IntoMailbox(mailbox)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", data_size_limit=LARGEST, enable_SMTPUTF8=True),
        sock=listener,
    )
    async with server:
        print("ready", flush=True)
        await ended.wait()


def main() -> None:
    """Run it on a socket that is bound already (its descriptor's number)."""
    parser = argparse.ArgumentParser(description="Catches the demo's mail.")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--kept", type=int, default=KEPT, help="how many messages at most")
    options = parser.parse_args()
    mailbox = Mailbox(options.folder, kept=options.kept)
    asyncio.run(serve(mailbox, socket.socket(fileno=options.socket)))


if __name__ == "__main__":
    main()
