"""Django tells of an exception that nobody caught by a signal only."""

import sys
from typing import Any

from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(got_request_exception)
def remember(request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Keep it for the request's log line, which shows its type and frames (tenants.logs)."""
    if request is not None:
        request.failure = sys.exc_info()[1]  # type: ignore[attr-defined]  # read by HostMiddleware
