"""What somebody has just done and can still undo, for their first page: half an hour in a signed cookie.

The toast says it once; whoever has gone on finds it here. It stands there for whom it was said to, until it
was undone or its time is over.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

MOST = 3
LONGEST = 160
SECONDS = 30 * 60
_SALT = "web.just_done"


class Done(NamedTuple):
    """One act: what was said, the address that takes it back by POST, and when."""

    text: str
    undo: str
    at: int


def listed(request: HttpRequest) -> list[Done]:
    """What the person of the request has just done and can undo, the latest first."""
    try:
        who, said = signing.loads(
            request.COOKIES.get(settings.JUST_DONE_COOKIE_NAME, ""), salt=_SALT, max_age=SECONDS
        )
        known = [Done(*each) for each in said]
    except (signing.BadSignature, ValueError, TypeError):
        return []
    oldest = time.time() - SECONDS
    return [each for each in known if each.at > oldest] if who == _who(request) else []


def remember(request: HttpRequest, text: str, undo: str) -> None:
    """Note an act with its undo; it is written with the response."""
    noted: list[Done] = getattr(request, "_just_done", [])
    request._just_done = [Done(text[:LONGEST], undo, int(time.time())), *noted]  # type: ignore[attr-defined]  # ours


def write(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep what was done in this request, and forget what it has undone."""
    new: list[Done] = getattr(request, "_just_done", [])
    before = listed(request) if new or request.method == "POST" else []
    here = request.get_full_path()
    kept = [*new, *(each for each in before if each.undo not in {here, *(one.undo for one in new)})][:MOST]
    if kept == before:
        return
    flags: dict[str, Any] = {
        "path": settings.SESSION_COOKIE_PATH,
        "samesite": settings.SESSION_COOKIE_SAMESITE,
    }
    if not kept:
        response.delete_cookie(settings.JUST_DONE_COOKIE_NAME, **flags)
        return
    response.set_cookie(
        settings.JUST_DONE_COOKIE_NAME,
        signing.dumps([_who(request), kept], salt=_SALT, compress=True),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        **flags,
    )


def _who(request: HttpRequest) -> str:
    return str(getattr(getattr(request, "user", None), "pk", None) or "")
