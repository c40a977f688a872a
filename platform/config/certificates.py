"""Whether the proxy may get a certificate for a host: it asks before it makes one.

Yes for the base host, the sign-in host and whatever lives below the base; for a name that could not be one of
these without a look into the database. Strangers can make the proxy ask as often as they like, so that looks
are counted; whoever was found before is answered all the same.
"""

import re
import threading
import time

from django.conf import settings

from tenants import addresses

_LABEL = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
REMEMBERED_SECONDS = 300.0
_known: dict[str, float] = {}


class TooMany(Exception):
    """More was asked than is answered within a time."""


class Allowance:
    """So many at once, and then so many a second."""

    def __init__(self, *, at_once: int, a_second: float) -> None:
        self._at_once = at_once
        self._a_second = a_second
        self._left = float(at_once)
        self._at = time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Use one, if there is one."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self._at_once, self._left + (now - self._at) * self._a_second)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


looks = Allowance(at_once=30, a_second=5.0)


def is_ours(host: str) -> bool:
    """Whether somebody lives at this host. Raises TooMany when too many unknown names were asked for."""
    host = host.lower()
    base = settings.BASE_URL.host
    if host in {base, f"{settings.IDENTITY_LABEL}.{base}"}:
        return True
    label, _, rest = host.partition(".")
    if rest != base or not _LABEL.match(label):
        return False
    if _known.get(host, 0.0) > time.monotonic():
        return True
    if not looks.take():
        raise TooMany
    try:
        addresses.find(host)
    except addresses.UnknownHost:
        _known.pop(host, None)
        return False
    _known[host] = time.monotonic() + REMEMBERED_SECONDS
    return True
