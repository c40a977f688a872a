"""How often somebody may ask. Counted in the cache, by person where one is known and by address elsewhere.

Signing in has limits of its own, which allauth keeps in the same cache (config.settings.identity). When Redis
is away each process counts for itself (web.caching): nobody is locked out, and nothing is without limits.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from web import failures

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rate:
    """So many requests in so many seconds."""

    amount: int
    seconds: int

    @classmethod
    def of(cls, name: str) -> Rate:
        """The rate of this name in the settings."""
        amount, seconds = settings.RATE_LIMITS[name]
        return cls(amount, seconds)


def limited(name: str, *, methods: frozenset[str] = frozenset({"GET", "POST"})) -> Callable[[View], View]:
    """Give a view a rate of its own (settings.RATE_LIMITS) in place of that of all pages."""

    def mark(view: View) -> View:
        view.limit = (name, methods)  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


class LimitMiddleware:
    """Counts what a view is about to answer; stands before the form's token is looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do on the way in: the view is not known yet."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """429 with the time to wait, or go on."""
        name, methods = getattr(view, "limit", ("", ()))
        if request.method not in methods:
            name = "api" if request.path_info.startswith("/api/") else "page"
        user = getattr(request, "user", None)
        if program := getattr(request, "counted_as", ""):  # each of somebody's programs for itself
            source = program
        elif user is not None and user.is_authenticated:
            source = f"user {user.pk}"
        else:
            source = f"address {address(request)}"
        if allowed(name, source=source):
            return None
        return failures.failure(request, 429)


def allowed(name: str, *, source: str, together: bool = False) -> bool:
    """Count one more from this source, and say whether it is still within the rate of this name.

    Each association counts for itself, unless they count `together`.
    """
    rate = Rate.of(name)
    window = int(time.time()) // rate.seconds
    # Neither addresses nor people are readable in the cache.
    digest = hashlib.sha256(f"{settings.SECRET_KEY}{name} {source}".encode()).hexdigest()[:32]
    key = f"limit:{name}:{window}:{digest}"
    counters = caches["together"] if together else cache
    if counters.add(key, 1, timeout=rate.seconds * 2):
        return True
    try:
        return int(counters.incr(key)) <= rate.amount
    except ValueError:  # it ran out, or the cache changed, in between
        return True


def address(request: HttpRequest) -> str:
    """The browser's address as our own proxy saw it; what the browser says of itself counts nothing.

    Of IPv6 the network of 64 bits counts: somebody has all of its addresses.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    hops = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    if hops and len(forwarded) >= hops and forwarded[-hops]:
        seen = forwarded[-hops]
    try:
        found = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((found, 64), strict=False).network_address)
    return str(found)
