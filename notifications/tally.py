"""How many messages came to which end, by kind, for those who watch over the platform.

Counted in Redis over all processes, and only there: numbers for a chart, which may be lost. Nothing waits for
them, and nothing fails without them.
"""

from __future__ import annotations

import logging
import time
from functools import cache

import redis
from django.conf import settings

log = logging.getLogger(__name__)

NAME = "messages:ended"
PATIENCE_SECONDS = 0.2
PAUSE_SECONDS = 30.0
_away_until = 0.0


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
    )


def count(*, kind: str, outcome: str) -> None:
    """One more of this kind came to this end."""
    global _away_until  # noqa: PLW0603  # one Redis for the process
    if time.monotonic() < _away_until:
        return
    try:
        _client().hincrby(NAME, f"{kind} {outcome}", 1)
    except (redis.RedisError, OSError):
        _away_until = time.monotonic() + PAUSE_SECONDS


def counts() -> dict[tuple[str, str], int]:
    """By kind and outcome, since Redis began to count; empty while it is away."""
    try:
        found = _client().hgetall(NAME)
    except (redis.RedisError, OSError):
        return {}
    named = {key.decode().partition(" "): int(value) for key, value in found.items()}  # type: ignore[union-attr]  # the client also comes asynchronous
    return {(kind, outcome): number for (kind, _blank, outcome), number in named.items()}
