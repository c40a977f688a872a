"""What every page knows of its place; touches no database, so it works in both phases."""

from typing import Any

from django.http import HttpRequest

from accounts.rules import coordinates_all


def place(request: HttpRequest) -> dict[str, Any]:
    """The association or umbrella of the host, and the person's roles there with how far they reach."""
    return {
        "association": getattr(request, "association", None),
        "umbrella": getattr(request, "umbrella", None),
        "access": getattr(request, "access", frozenset()),
        "coordinates_all": coordinates_all(request),
        "user": getattr(request, "user", None),
    }
