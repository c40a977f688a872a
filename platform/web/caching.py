"""The cache in Redis that nobody misses: while Redis is away, each process keeps a small one of its own.

What lies in it are counters of how often somebody tried something. Losing them for a while is no harm; an
error page at the sign-in would be.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger("rinnalla.cache")

# A Redis that does not answer is left alone for so long: no page waits for it twice.
PAUSE_SECONDS = 5.0
SPARE_KEYS = 20_000
GUARDED = (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "set_many",
    "delete_many",
    "has_key",
    "incr",
    "clear",
)

_away_until = 0.0


class PlainSerializer:
    """JSON in place of pickle: whoever could write into Redis would otherwise run code in our processes."""

    def __init__(self, protocol: int | None = None) -> None:
        """Django passes pickle's protocol; there is none."""

    def dumps(self, value: Any) -> int | bytes:
        """Whole numbers as they are, so that Redis can count them."""
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        """Back again."""
        return json.loads(data)


class SurvivingCache(RedisCache):
    """Redis while it answers, else the spare of this process, bounded, with the same keys."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {**params.get("OPTIONS", {}), "serializer": PlainSerializer()}
        super().__init__(server, {**params, "OPTIONS": options})
        self._spare = LocMemCache("spare", {**params, "OPTIONS": {"MAX_ENTRIES": SPARE_KEYS}})


def _guarded(name: str) -> Callable[..., Any]:
    asked = getattr(RedisCache, name)

    def method(self: SurvivingCache, *args: Any, **kwargs: Any) -> Any:
        global _away_until  # noqa: PLW0603  # one Redis for the process; cache objects are each thread's own
        spare = getattr(self._spare, name)
        if time.monotonic() < _away_until:
            return spare(*args, **kwargs)
        try:
            answer = asked(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            if not _away_until:
                log.warning("cache_away", extra={"error": type(error).__name__})
            _away_until = time.monotonic() + PAUSE_SECONDS
            return spare(*args, **kwargs)
        if _away_until:
            _away_until = 0.0
            log.warning("cache_back")
        return answer

    method.__name__ = name
    return method


for _name in GUARDED:
    setattr(SurvivingCache, _name, _guarded(_name))
