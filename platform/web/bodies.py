"""What a request may weigh and hold, decided before anything reads it.

Django counts fields and not files, and reads a form wherever its token is looked for: without this, everybody
could send gigabytes to any address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from web import failures

View = TypeVar("View", bound=Callable[..., Any])
MEGABYTE = 1024 * 1024
# So much is read and thrown away before we answer: a browser that is still sending does not listen.
READ_AND_LEFT = 64 * MEGABYTE
CHUNK = 64 * 1024


def takes_file(*, megabytes: int) -> Callable[[View], View]:
    """This view takes a file of at most so many megabytes; others take no more than a form needs."""

    def mark(view: View) -> View:
        # The form around the file weighs something, too.
        view.max_body = megabytes * MEGABYTE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


class BodyMiddleware:
    """413 for too much. Stands after the language is known, and before anything reads a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Weigh the body by what its head says; more than that is never read (LimitedStream)."""
        weight = _weight(request)
        if weight is None:
            return failures.failure(request, 400)
        if weight > _most(request):
            rest = _leave(request, weight)
            response = failures.failure(request, 413)
            if rest:
                response.headers["Connection"] = "close"
            return response
        return self.get_response(request)


class NulMiddleware:
    """PostgreSQL keeps no NUL in a text, and nobody types one: in an address or a cookie it is an attempt."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse before a session is looked for by what a cookie says."""
        texts = (request.path_info, *request.COOKIES.values())
        if any("\0" in text for text in texts) or "%00" in request.META.get("QUERY_STRING", ""):
            return failures.failure(request, 400)
        return self.get_response(request)


def _weight(request: HttpRequest) -> int | None:
    written = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(written) if written.isdecimal() and len(written) < 16 else None


def _most(request: HttpRequest) -> int:
    try:
        view = resolve(request.path_info, getattr(request, "urlconf", None)).func
    except Resolver404:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return int(getattr(view, "max_body", settings.DATA_UPLOAD_MAX_MEMORY_SIZE))


def _leave(request: HttpRequest, weight: int) -> bool:
    """Read a body without keeping it. Whether some of it was left on the wire."""
    if weight > READ_AND_LEFT:
        return True
    try:
        while request.read(CHUNK):
            pass
    except UnreadablePostError:
        return True
    return False
