"""One claimed message on its way: what is tried and said, and how that is written down, all in one go."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from notifications import addresses, letters, links, states
from notifications.kinds import Kind, Recipient, Rendered
from notifications.models import Attempt, Message, Said
from notifications.ways import Way
from tenants import clock
from tenants.context import current_association

State, Outcome = Message.State, Attempt.Outcome


@dataclass
class Telling:
    """Gathers what happens to a message until `settle` writes it, if the claim still holds by then."""

    message: Message
    attempts: list[Attempt] = field(default_factory=list)
    dead: list[tuple[Way, str]] = field(default_factory=list)
    _kind: Kind | None = None
    _recipient: Recipient | None = None
    _rendered: Rendered | None = None
    language: str = ""
    # The other side has said yes: only the note of it is missing.
    is_handed_over: bool = False

    def render(self, kind: Kind, recipient: Recipient) -> None:
        """Make its text in the reader's language."""
        self._kind, self._recipient = kind, recipient
        self.language = _language(recipient)
        stop = links.unsubscribe_url(self.message)
        with translation.override(self.language), letters.that_can_be_stopped(stop):
            self._rendered = kind.render(self.message, self.language)

    @property
    def kind(self) -> Kind:
        """Its kind, once it is rendered."""
        assert self._kind is not None
        return self._kind

    @property
    def recipient(self) -> Recipient:
        """Its reader, once it is rendered."""
        assert self._recipient is not None
        return self._recipient

    @property
    def rendered(self) -> Rendered:
        """Its text, once it is rendered."""
        assert self._rendered is not None
        return self._rendered

    def note(self, way: Way, outcome: str, code: str, *, provider_id: str = "", parts: int = 0) -> None:
        """Remember an attempt for the log."""
        self.attempts.append(
            Attempt(
                message=self.message,
                channel=way,
                at=clock.now(),
                outcome=outcome,
                code=code[:60],
                provider_id=provider_id[:120],
                parts=parts,
            )
        )

    @transaction.atomic(savepoint=False)
    def settle(self, *, to: str, **fields: Any) -> bool:
        """Write how it ended with all attempts; False when the claim was lost meanwhile, and nothing is."""
        if self.attempts and "channel" not in fields:
            fields["channel"] = self.attempts[-1].channel
        if not states.settle(self.message, to=to, **fields):
            return False
        Attempt.objects.bulk_create(self.attempts, batch_size=1000)
        for way, reason in self.dead:
            address = self.recipient.address if way == Way.EMAIL else self.recipient.phone
            addresses.note_dead(
                person_uuid=self.message.person_uuid, channel=way, address=address, reason=reason
            )
        return True

    @transaction.atomic
    def tell(self, way: Way, **fields: Any) -> bool:
        """It has been told: by a way, or by being where it can be read. Its words are kept for its reader."""
        if way in {Way.INBOX, Way.DIGEST}:
            self.note(way, Outcome.SENT, "")
        if not self.settle(to=State.SENT, channel=way, sent_at=clock.now(), failure="", **fields):
            return False
        self._keep_words()
        return True

    def withhold(self, code: str) -> None:
        """Nobody can be told."""
        self.settle(to=State.WITHHELD, failure=code[:200])

    @transaction.atomic
    def give_up(self, code: str) -> None:
        """It could not be sent. Whoever has an inbox reads it there all the same."""
        if self.settle(to=State.FAILED, failure=code[:200]) and self._rendered is not None:
            self._keep_words()

    def _keep_words(self) -> None:
        if self.kind.is_kept:
            keep_words(self.message, self.rendered, language=self.language)


def keep_words(message: Message, rendered: Rendered, *, language: str) -> None:
    """Keep what a message says for its reader's inbox, without anything that opens a door by itself."""
    path = rendered.button_path if len(rendered.button_path) <= 500 else ""
    said = Said(
        message=message,
        language=language,
        subject=rendered.subject[:300],
        paragraphs=list(rendered.paragraphs) or _paragraphs(rendered.text),
        facts=[list(fact) for fact in rendered.facts],
        button_label=rendered.button_label[:120] if path else "",
        button_path=path,
    )
    words = ["language", "subject", "paragraphs", "facts", "button_label", "button_path"]
    Said.objects.bulk_create(
        [said], batch_size=1000, update_conflicts=True, unique_fields=["message"], update_fields=words
    )


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _language(recipient: Recipient) -> str:
    known = dict(settings.LANGUAGES)
    return recipient.language if recipient.language in known else str(current_association().language)
