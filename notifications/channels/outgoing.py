"""All ways behind one door: is it open to this person, and hand this over."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

from notifications import links
from notifications.channels import parts, sending, sms
from notifications.channels.answers import Handed, Refused, ServerAway
from notifications.channels.mail import Post
from notifications.channels.sms import Gateway
from notifications.models import Message
from notifications.ways import Urgency, Way

if TYPE_CHECKING:
    from notifications.kinds import Kind, Recipient, Rendered


def obstacle(way: str, recipient: Recipient) -> str:
    """Why nothing goes to this person by this way now, as a code; empty where nothing stands against it."""
    if way == Way.EMAIL:
        return "" if recipient.address else "no_address"
    if way == Way.SMS:
        if code := sending.sms_obstacle():
            return code
        try:
            sms.number_of(recipient.phone)
        except Refused as refusal:
            return refusal.code if recipient.phone else "no_phone"
    return ""


class Channels:
    """The connections of one run, each opened with its first message. Use it as a context manager."""

    def __init__(self) -> None:
        self._post, self._gateway = Post(), Gateway()
        self._away: dict[str, ServerAway] = {}
        self._all = ExitStack()

    def __enter__(self) -> Self:
        self._all.enter_context(self._post)
        self._all.enter_context(self._gateway)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._all.__exit__(kind, error, trace)

    def is_open(self, way: str) -> bool:
        """Whether handing over begins at once; a mail server may take its time to answer the door."""
        return self._post.is_open if way == Way.EMAIL else True

    def open(self, way: str) -> None:
        """Connect. Raises ServerAway, at once where it was away in this run before."""
        if way != Way.EMAIL:
            return
        self._ask(way)
        try:
            self._post.open()
        except ServerAway as away:
            self._away[way] = away
            raise

    def send(
        self, way: str, rendered: Rendered, *, to: Recipient, language: str, message: Message, kind: Kind
    ) -> Handed:
        """Hand one message over. Raises Refused, Deferred or ServerAway.

        A way whose other side is away stays closed for the run: nobody waits for it twice.
        """
        self._ask(way)
        try:
            return self._send(way, rendered, to=to, language=language, message=message, kind=kind)
        except ServerAway as away:
            away.way = way
            if not away.code.startswith("paced_"):  # what is urgent may still pass
                self._away[way] = away
            raise

    def _ask(self, way: str) -> None:
        if known := self._away.get(way):
            again = ServerAway(known.code, while_sending=False, pause=known.pause)
            again.way = way
            raise again

    def _send(
        self, way: str, rendered: Rendered, *, to: Recipient, language: str, message: Message, kind: Kind
    ) -> Handed:
        urgent = message.urgency == Urgency.URGENT
        if way == Way.EMAIL:
            return self._post.send(
                rendered,
                to=to,
                language=language,
                uuid=message.uuid,
                urgent=urgent,
                unsubscribe=links.unsubscribe_url(message),
            )
        if way != Way.SMS:
            raise ValueError(f"Nothing is handed over by {way!r}.")
        text = sms_text(rendered, language=language, message=message, kind=kind)
        return self._gateway.send(
            text,
            to=to.phone,
            sender=sending.for_sms(parts.count(text)),
            uuid=message.uuid,
            urgent=urgent,
        )


def sms_text(rendered: Rendered, *, language: str, message: Message, kind: Kind) -> str:
    """What stands in the SMS: the kind's own short text, or the subject and where to read on."""
    if kind.short is not None:
        return parts.fitted(kind.short(message, language))
    return parts.fitted(rendered.subject, link=rendered.button_url)
