"""Tells whether a request came as far as its view, which a status alone does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

HEADER = "X-Reached-The-View"
_stops: list[bool] = []


@contextmanager
def stopping_at_the_view() -> Iterator[None]:
    """Inside the block a request ends where its view would begin: it tells who comes there, and no more."""
    _stops.append(True)
    try:
        yield
    finally:
        _stops.pop()


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

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Django is about to call the view."""
        request.reached = True  # type: ignore[attr-defined]  # a note of ours
        return HttpResponse() if _stops else None
