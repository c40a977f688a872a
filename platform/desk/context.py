"""The frame, for every template."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from desk.nav import frame_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame`, made when a layout asks for it."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}
