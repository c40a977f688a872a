"""Links by which somebody answers about a place of theirs without signing in: theirs alone, for one question.

Opening one does nothing, so that a mail program may look at it; only a press on its page answers. It is over
when what it asks about is. It is short, since it goes out in text messages too: the number of a row, and a
proof that we gave it out, which nobody can guess. `purpose` keeps the link to one question from answering
another.
"""

import base64
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from tenants import addresses
from tenants.context import current_association

Row = TypeVar("Row")
# 132 bits.
_LENGTH = 22


def token(*, purpose: str, pk: int, uuid: UUID, person: UUID) -> str:
    """What proves who answers about which row. It opens nothing else, nor anything in another association."""
    what = f"{current_association().schema_name} {pk} {uuid} {person}"
    digest = salted_hmac(f"shifts.{purpose}", what, algorithm="sha256").digest()
    return f"{pk}-{base64.urlsafe_b64encode(digest).decode()[:_LENGTH]}"


def link(route: str, sent: str) -> str:
    """The address that carries a token."""
    return f"{addresses.absolute_url(current_association(), route)}?{urlencode({'t': sent})}"


def opened(sent: str, *, find: Callable[[int], Row | None], proof: Callable[[Row], str]) -> Row | None:
    """The row that a token was given out for, or None for one that is wrong."""
    number = sent.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    row = find(int(number))
    if row is None or not constant_time_compare(proof(row), sent):
        return None
    return row
