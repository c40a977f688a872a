"""A start-up check: the demo's doors are wide open, so it must not stand where real people are."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def no_demo_in_production(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The demo shows passwords and all mail and moves the clock; behind https somebody means it."""
    if not settings.DEMO or settings.BASE_URL.scheme != "https":
        return []
    return [
        Error(
            "DEMO is on, and BASE_URL begins with https: the demo's mail, passwords and clock are for all.",
            hint="Set DEMO=false, or run the demo on http for yourself alone.",
            id="local.E001",
        )
    ]
