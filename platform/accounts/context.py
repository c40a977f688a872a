"""What every page knows of its place; touches no database, so it works in both phases."""

from typing import Any

from django.http import HttpRequest


def place(request: HttpRequest) -> dict[str, Any]:
    """The association or umbrella of the host, and the person's roles there."""
    return {
        "association": getattr(request, "association", None),
        "umbrella": getattr(request, "umbrella", None),
        "access": getattr(request, "access", frozenset()),
        "user": getattr(request, "user", None),
    }
