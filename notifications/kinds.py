"""What can be told to whom: each app registers its kinds of messages when it starts.

    kinds.register(
        Kind(
            name="shifts.reminder",
            label=_("Reminder of a shift"),
            recipient=reminder.recipient,
            still_wanted=reminder.still_wanted,
            render=reminder.render,
        )
    )

All three functions run at sending, inside the association and in its time zone; `render` in the recipient's
language as well. They read and never write. `notifications.letters.letter` makes the `Rendered`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from notifications.words import Words

if TYPE_CHECKING:
    from notifications.models import Message


@dataclass(frozen=True)
class Recipient:
    """Where a message goes. `language` is one of the platform's, or empty for the association's."""

    address: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that comes along, such as a calendar entry."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Rendered:
    """A message in one language, ready to be sent. `html` says the same as `text`, or is empty."""

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


def _always(_message: "Message") -> str | None:
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `recipient` is asked at sending; None means that the person cannot be reached: the message is withheld.
    `still_wanted` answers None for yes, else in a few English words why not ("the sign-up was cancelled"),
    without names: the message becomes obsolete and keeps these words.
    `render` gets the message and the language that is in use while it runs.
    `words` is what it says unless the association says it in its own words (see `notifications.words`); a
    kind without them, such as a letter that somebody wrote, cannot be adapted.
    """

    name: str
    label: str | Promise
    recipient: Callable[["Message"], Recipient | None]
    render: Callable[["Message", str], Rendered]
    still_wanted: Callable[["Message"], str | None] = field(default=_always)
    words: tuple[Words, ...] = ()


class UnknownKind(LookupError):
    """No app has registered this kind. Always a programming error, or a row of another release."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind. A name is given once; the same kind again changes nothing."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"The kind {kind.name!r} exists already.")


def unregister(name: str) -> None:
    """Take a kind away again, as tests do with theirs."""
    _kinds.pop(name, None)


def get(name: str) -> Kind:
    """The kind of this name. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def listed() -> dict[str, Kind]:
    """All kinds by name."""
    return dict(_kinds)
