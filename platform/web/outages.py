"""What a person sees when the database does not answer: that it is so, and what became of what they sent.

This is the `handler500` of every kind of host. Nothing here asks the database for anything.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from web import failures, language, theme
from web.views import way_back

RETRY_AFTER = 10
MOST_SENT_BACK = 200_000
"""Characters. A longer form is still in the browser's history."""
TOKEN = "csrfmiddlewaretoken"
SECRET = re.compile(r"pass|code|secret|otp|credential", re.IGNORECASE)
"""Fields that no page repeats."""

UNREADABLE = (UnreadablePostError, SuspiciousOperation, BadRequest)
"""A form that was cut off, is too much, or comes in another encoding: the page must come all the same."""


@dataclass(frozen=True)
class Sent:
    """What became of what a form sent."""

    may_be_saved: bool
    fields: list[tuple[str, str]] | None
    """To send again as they are; None where they cannot be repeated here."""


def begin(request: HttpRequest) -> None:
    """Note how much this connection has committed before the request, to know afterwards whether it did."""
    request.commits_before = _commits()  # type: ignore[attr-defined]  # ours


def server_error(request: HttpRequest) -> HttpResponse:
    """503 and what to do when the database is away; otherwise that something broke."""
    if not is_away(sys.exc_info()[1]):
        return failures.server_error(request)
    code = language.spoken(request)
    with translation.override(code):
        response = _out_of_reach(request)
    response.headers.setdefault("Content-Language", code)
    return response


def is_away(error: BaseException | None) -> bool:
    """Whether this error, or one that led to it, says that the database does not answer (now)."""
    while error is not None:
        if isinstance(error, (OperationalError, InterfaceError)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _out_of_reach(request: HttpRequest) -> HttpResponse:
    sent = None if request.method in {"GET", "HEAD", "OPTIONS"} else _sent(request)
    if request.path_info.startswith("/api/"):
        response: HttpResponse = _said(sent)
    else:
        context = {
            "sent": sent,
            "again": request.get_full_path(),
            "back": _back(request),
            "theme": theme.chosen(request),
        }
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def _back(request: HttpRequest) -> str:
    """Where the form came from, as a path."""
    try:
        found = way_back(request)
    except UNREADABLE:
        return "/"
    return urlsplit(found)._replace(scheme="", netloc="").geturl()


def _said(sent: Sent | None) -> JsonResponse:
    """What the API says, in the shape of all its errors."""
    if sent is None:
        sentence = _("The database does not answer just now. Try again in a moment.")
    elif sent.may_be_saved:
        sentence = _(
            "The database stopped answering. This may have been saved; look before you send it again."
        )
    else:
        sentence = _("The database does not answer just now. Nothing was saved. Try again in a moment.")
    data = {} if sent is None else {"may_be_saved": sent.may_be_saved}
    return JsonResponse({"code": "try_again", "sentence": sentence, "data": data}, status=503)


def _sent(request: HttpRequest) -> Sent:
    return Sent(
        may_be_saved=_commits() != getattr(request, "commits_before", _commits()),
        fields=_repeatable(request),
    )


def _repeatable(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The form's fields, with the token that came with them: never one of ours for what another site sent."""
    if request.content_type != "application/x-www-form-urlencoded":
        return None
    try:
        fields = list(_pairs(request))
    except UNREADABLE:
        return None
    names = {name for name, _value in fields}
    if TOKEN not in names or any(SECRET.search(name) for name in names - {TOKEN}):
        return None
    return fields if sum(len(value) for _name, value in fields) <= MOST_SENT_BACK else None


def _pairs(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        for value in values:
            yield name, str(value)


def _commits() -> int:
    """How many commits this thread's connection has tried; ours counts them (tenants.backend)."""
    return int(getattr(connection, "commits", 0))
