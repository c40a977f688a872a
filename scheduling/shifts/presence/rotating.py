"""Codes that change each minute: a number, a minute, and a proof that we made it for this purpose.

Real time counts, not the demo's: a photograph of a code is worth nothing a moment later.
"""

import base64
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.crypto import constant_time_compare, salted_hmac

from scheduling.shifts.errors import presence as errors
from tenants import clock
from tenants.context import current_association

WINDOW = timedelta(minutes=1)
# 132 bits.
_LENGTH = 22


def made(purpose: str, number: int, *, at: datetime) -> str:
    """The code of a thing at a moment of real time."""
    return signed(purpose, number, str(int(at.timestamp() // WINDOW.total_seconds())))


def signed(purpose: str, number: int, window: str, *, nonce: str = "") -> str:
    """The code of a thing and a window; with a `nonce` one that can be ended."""
    what = f"{current_association().schema_name} {number} {window} {nonce}"
    digest = salted_hmac(purpose, what, algorithm="sha256").digest()
    return f"{number}-{window}-{base64.urlsafe_b64encode(digest).decode()[:_LENGTH]}"


def parts(sent: str) -> tuple[int, str]:
    """The number and the window that a code says. Raises CodeUnknown for what is none of ours."""
    number, _dash, rest = sent.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise errors.CodeUnknown
    return int(number), rest.partition("-")[0]


def require_genuine(purpose: str, sent: str) -> None:
    """Raises CodeUnknown for a code that we did not make, CodeTooOld or CodeOfAnotherDay for an old one."""
    number, window = parts(sent)
    if not constant_time_compare(signed(purpose, number, window), sent):
        raise errors.CodeUnknown
    _require_fresh(int(window))


def _require_fresh(window: int) -> None:
    now = clock.real_now()
    begun = datetime.fromtimestamp(window * WINDOW.total_seconds(), UTC)
    # The one before is still good: nobody scans and opens in no time.
    if now - begun < 2 * WINDOW:
        return
    zone = ZoneInfo(current_association().timezone)
    if begun.astimezone(zone).date() != now.astimezone(zone).date():
        raise errors.CodeOfAnotherDay
    raise errors.CodeTooOld
