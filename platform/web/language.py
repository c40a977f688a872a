"""Which language a request is answered in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

COOKIE = "rn_lang"
FALLBACK = "fi"
NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}

Remember = Callable[[HttpRequest, str], None]
_remember: list[Remember] = []


def remember_with(callback: Remember) -> None:
    """Have a signed-in person's choice stored. The app that owns users calls this when it starts."""
    _remember[:] = [callback]


def remember(request: HttpRequest, code: str) -> None:
    """Store the choice of a signed-in person, if anybody offered to."""
    if getattr(getattr(request, "user", None), "is_authenticated", False):
        for callback in _remember:
            callback(request, code)


def chosen(request: HttpRequest) -> str:
    """The person's own language, else the cookie, else the browser's wish, else that of the host's owner."""
    return next((code for code in _wishes(request) if code in NAMES), FALLBACK)


def answer_in(code: str, request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer somebody whom a link of their own makes known: as they chose in this browser, else in `code`."""
    wishes = (request.COOKIES.get(COOKIE, ""), code, *_wishes(request))
    code = next((wish for wish in wishes if wish in NAMES), FALLBACK)
    request.LANGUAGE_CODE = code
    with translation.override(code):
        response = answer()
    response.headers["Content-Language"] = code
    return response


def spoken(request: HttpRequest) -> str:
    """The language that was chosen for a request; where it came not so far, one that asks for nobody."""
    known = getattr(request, "LANGUAGE_CODE", "")
    return known or next((code for code in _wishes_of_browser(request) if code in NAMES), FALLBACK)


def _wishes(request: HttpRequest) -> Iterator[str]:
    user = getattr(request, "user", None)
    if getattr(user, "is_authenticated", False):
        yield getattr(user, "language", "")
    yield from _wishes_of_browser(request)


def _wishes_of_browser(request: HttpRequest) -> Iterator[str]:
    yield request.COOKIES.get(COOKIE, "")
    for wish, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        yield wish.split("-")[0]
    for owner in ("association", "umbrella"):
        yield getattr(getattr(request, owner, None), "language", "")
    yield settings.LANGUAGE_CODE[:2]
