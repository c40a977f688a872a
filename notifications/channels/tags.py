"""What we give a gateway with a message, so that its report finds the way back.

A tag names association and message, and is signed: whoever reports about a message was told its tag by us.
It holds nothing of a person, and ends after a month, when nobody reports any more.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

SALT = "notifications.report"
LASTS = 30 * 24 * 3600


class NotOurs(ValueError):
    """This tag is not from us, or too old."""


@dataclass(frozen=True)
class Tag:
    """Which message of which association."""

    association: UUID
    message: UUID


def written(*, association: UUID, message: UUID) -> str:
    """The tag of a message: letters, digits, `-`, `_` and `:` only."""
    return signing.TimestampSigner(salt=SALT).sign(f"{association.hex}-{message.hex}")


def read(text: str) -> Tag:
    """What a tag names. Raises NotOurs."""
    try:
        association, _, message = (
            signing.TimestampSigner(salt=SALT).unsign(text, max_age=LASTS).partition("-")
        )
        return Tag(association=UUID(association), message=UUID(message))
    except (signing.BadSignature, ValueError):
        raise NotOurs from None
