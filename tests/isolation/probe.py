"""Tells whether a request came as far as its view, which a status alone does not."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Reached-The-View"


class Probe:
    """The last middleware: what it sees of a request has passed all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Mark the answer of a view."""
        response = self.get_response(request)
        if getattr(request, "reached", False):
            response[HEADER] = "yes"
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Django is about to call the view."""
        request.reached = True  # type: ignore[attr-defined]  # a note of ours
