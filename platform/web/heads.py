"""HEAD for every page that answers GET: link checkers, monitors and mail programs look before they open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

SECRET = "secret"
"""The rate of views that take a code or a link (web.limits): a look must not use one up, they refuse HEAD."""


class HeadMiddleware:
    """Lets the view make the answer to a GET; the server sends its head. Stands next to the view.

    So no view names HEAD, and none can answer it otherwise than GET.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """What stands further out sees the method that was asked, on the way out as well."""
        method = request.method
        try:
            return self.get_response(request)
        finally:
            request.method = method

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The view is known and about to be called."""
        name, _methods = getattr(view, "limit", ("", ()))
        if request.method == "HEAD" and name != SECRET:
            request.method = "GET"
        return None
