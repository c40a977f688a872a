"""Light or dark: a cookie of the host, or the system's wish where there is none."""

from __future__ import annotations

from django.http import HttpRequest

COOKIE = "rn_theme"
SYSTEM = "system"
CHOICES = ("light", "dark")


def chosen(request: HttpRequest) -> str:
    """``light`` or ``dark``, or an empty string to follow the system."""
    wish = request.COOKIES.get(COOKIE, "")
    return wish if wish in CHOICES else ""
