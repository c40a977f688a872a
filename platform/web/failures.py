"""What somebody reads when a request cannot be answered: in their language, without a word of what is inside.

Pages for people, the shape of every error for programs. These run wherever the request failed, perhaps before
anybody knew who asked; so they read no table, and where even the page cannot be made there is a plainer one.
"""

from __future__ import annotations

import logging

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from web import language

log = logging.getLogger("rinnalla.failures")

CODES: dict[int, tuple[str, Promise]] = {
    400: ("bad_request", _("This came in a shape that we do not understand.")),
    403: ("permission_denied", _("You do not have the right to do this.")),
    404: ("not_found", _("Not found.")),
    413: ("too_large", _("This is too large to be taken at once. Nothing was changed.")),
    429: ("throttled", _("This was a little too often. Wait a minute and try again.")),
    500: ("error", _("Something broke on our side. Nothing that was saved is lost.")),
}


def failure(request: HttpRequest, status: int, *, template: str = "") -> HttpResponse:
    """The answer with this status: a page, or for a program's request code and sentence."""
    spoken = language.spoken(request)
    with translation.override(spoken):
        if request.path_info.startswith("/api/"):
            code, sentence = CODES[status]
            said = {"code": code, "sentence": str(sentence), "data": {}}
            response: HttpResponse = JsonResponse(said, status=status)
        else:
            response = HttpResponse(_page(request, template or f"{status}.html", status), status=status)
    response.headers.setdefault("Content-Language", spoken)
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


def _page(request: HttpRequest, template: str, status: int) -> str:
    if status == 500:
        # Whatever broke may break again: no request, no table.
        return loader.render_to_string(template)
    if not hasattr(request, "access"):
        # It never came as far as to who asks; the page shall not begin to look.
        request.access = frozenset()  # type: ignore[attr-defined]  # by accounts' middleware
        request.user = AnonymousUser()
    try:
        return loader.render_to_string(template, request=request)
    except Exception as error:  # noqa: BLE001  # the page about a failure may not fail
        log.warning("failure_page_failed", extra={"status": status, "error": type(error).__name__})
        return loader.render_to_string("plain_failure.html", {"sentence": CODES[status][1]})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a form or address that nothing of ours has made."""
    return failure(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: somebody of this place, without the right."""
    return failure(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing there, or nothing for strangers."""
    return failure(request, 404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too often."""
    return failure(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours."""
    return failure(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came too late or without its cookie: say what to do instead of what went wrong inside."""
    return failure(request, 403, template="403_csrf.html")
