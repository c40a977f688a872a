"""What can be told to whom: each app registers its kinds of messages when it starts.

    kinds.register(
        Kind(
            name="shifts.reminder",
            label=_("Reminder of a shift"),
            recipient=reminder.recipient,
            still_wanted=reminder.still_wanted,
            render=reminder.render,
            group=Group.SHIFTS,
            ways=(Way.EMAIL, Way.SMS),
        )
    )

These functions run at sending, inside the association and in its time zone; `render` in the recipient's
language as well. They read and never write. `notifications.letters.letter` makes the `Rendered`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from notifications.ways import Audience, Quiet, Urgency, Way
from notifications.words import Words

if TYPE_CHECKING:
    from notifications.models import Message

__all__ = [
    "Attachment",
    "Audience",
    "Group",
    "Kind",
    "Quiet",
    "Recipient",
    "Rendered",
    "UnknownKind",
    "Urgency",
    "Way",
    "get",
    "listed",
    "register",
    "unregister",
]


class Group(models.TextChoices):
    """Under which heading a kind stands where people choose how they want it."""

    SHIFTS = "shifts", pgettext_lazy("messages", "Shifts")
    HOURS = "hours", pgettext_lazy("messages", "Hours")
    RECORDS = "records", pgettext_lazy("messages", "My papers and qualifications")
    ASSOCIATION = "association", pgettext_lazy("messages", "From the association")
    COORDINATION = "coordination", pgettext_lazy("messages", "For coordinators")
    SIGN_IN = "sign_in", pgettext_lazy("messages", "Signing in")


@dataclass(frozen=True)
class Recipient:
    """Where a message goes. `language` is one of the platform's, or empty for the association's.

    `address` is for e-mail, `phone` for text messages; either may be empty. Who has an inbox can sign in and
    read there what was sent, and what they have muted.
    """

    address: str
    name: str
    language: str = ""
    phone: str = ""
    has_inbox: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file that comes along, such as a calendar entry."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Rendered:
    """A message in one language, ready to be sent. `html` says the same as `text`, or is empty.

    The rest is what `text` is made of, for the inbox and for digests. `button_path` is the button's page on
    the association's own host; it is empty where the link is a private one.
    """

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    button_label: str = ""
    button_url: str = ""
    button_path: str = ""


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

    `ways` are in order: the first is used where the person has chosen none, and an urgent message falls
    back to the next. `quiet`: WAIT holds it until the person's quiet hours are over; PASS lets it through
    where the person allowed calls at night; CHOSEN goes at the time that was chosen for it. `safety`
    cannot be muted and passes quiet hours and absence. What may be `digest` is gathered where the person
    wants that. What `rests_when_away` waits until the person is back. `short` is the text of a text
    message; without it the subject and the link are. `words` are our words, which an association may put
    in its own. What is not `in_inbox` is told there already by others. What is `opt_in` is planned only
    for those who have chosen a way for it.
    """

    name: str
    label: str | Promise
    recipient: Callable[["Message"], Recipient | None]
    render: Callable[["Message", str], Rendered]
    still_wanted: Callable[["Message"], str | None] = field(default=_always)
    words: tuple[Words, ...] = ()
    group: Group = Group.ASSOCIATION
    audience: Audience = Audience.VOLUNTEER
    urgency: Urgency = Urgency.DEFAULT
    quiet: Quiet = Quiet.WAIT
    ways: tuple[Way, ...] = (Way.EMAIL,)
    safety: bool = False
    digest: bool = True
    rests_when_away: bool = True
    short: Callable[["Message", str], str] | None = None
    in_inbox: bool = True
    opt_in: bool = False

    @property
    def may_be_gathered(self) -> bool:
        """Whether a person may have it in a digest."""
        return self.digest and self.is_chosen and self.urgency != Urgency.URGENT

    @property
    def is_chosen(self) -> bool:
        """Whether people choose how they want it; applicants and the invited have no such choice."""
        return self.audience != Audience.OUTSIDE and not self.safety and self.in_inbox

    @property
    def is_kept(self) -> bool:
        """Whether its words are kept for its reader's inbox."""
        return self.audience != Audience.OUTSIDE and self.in_inbox

    def choices(self) -> tuple[Way, ...]:
        """The ways that a person may choose from; for what cannot be chosen its first way alone."""
        if not self.is_chosen:
            return self.ways[:1]
        gathered = (Way.DIGEST,) if self.may_be_gathered else ()
        return (*(way for way in self.ways if way != Way.INBOX), *gathered, Way.INBOX)


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
