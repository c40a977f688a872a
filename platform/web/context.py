"""Context processor of the UI kit."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from web import language, theme


@dataclass(frozen=True, slots=True)
class Ui:
    """What base templates know of the reader's choices."""

    theme: str
    language: str
    languages: dict[str, str]
    demo_bar: str


def ui(request: HttpRequest) -> dict[str, Ui]:
    """``ui`` in every template. Reads cookies and settings only, so that it works in both phases."""
    return {
        "ui": Ui(
            theme=theme.chosen(request),
            language=(get_language() or language.FALLBACK)[:2],
            languages=language.NAMES,
            demo_bar=getattr(settings, "DEMO_BAR_TEMPLATE", ""),
        )
    }
