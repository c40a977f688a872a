"""Which language a request is answered in, and that caches are told."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from web import language
from web.middleware import LanguageMiddleware


def answer(request: HttpRequest) -> HttpResponse:
    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse(get_language())

    response = LanguageMiddleware(view)(request)
    assert isinstance(response, HttpResponse)
    return response


def asked(
    rf: RequestFactory,
    *,
    person: str | None = None,
    cookie: str = "",
    browser: str = "",
    **owners: Any,
) -> HttpRequest:
    request = rf.get("/", headers={"Accept-Language": browser})
    if cookie:
        request.COOKIES["rn_lang"] = cookie
    user: Any = SimpleNamespace(is_authenticated=person is not None, language=person)
    request.user = user
    for name, code in owners.items():
        setattr(request, name, SimpleNamespace(language=code))
    return request


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({"person": "sv", "cookie": "en", "browser": "fi", "association": "fi"}, "sv"),
        ({"cookie": "en", "browser": "fi", "association": "sv"}, "en"),
        ({"browser": "sv-FI, fi;q=0.9", "association": "fi"}, "sv"),
        ({"browser": "de, et;q=0.8", "association": "sv"}, "sv"),
        ({"browser": "de", "umbrella": "en"}, "en"),
        ({}, "fi"),
        ({"person": "", "cookie": "xx", "browser": "en;q=0.1"}, "en"),
    ],
)
def test_language_order(rf: RequestFactory, wishes: dict[str, str], expected: str) -> None:
    response = answer(asked(rf, **wishes))
    assert (response.content.decode(), response["Content-Language"]) == (expected, expected)


def test_language_stranger_has_no_language_of_their_own(rf: RequestFactory) -> None:
    request = asked(rf, browser="en")
    request.user.language = "sv"  # type: ignore[union-attr]  # planted: nobody is signed in
    assert language.chosen(request) == "en"


def test_language_does_not_outlive_the_request(rf: RequestFactory) -> None:
    before = get_language()
    answer(asked(rf, cookie="sv"))
    assert get_language() == before


def test_language_is_named_to_caches(rf: RequestFactory) -> None:
    assert answer(asked(rf))["Vary"] == "Accept-Language, Cookie"


def test_remember_asks_only_for_who_is_signed_in(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(language, "_remember", [])
    language.remember_with(lambda _, code: kept.append(code))
    language.remember(asked(rf, person="fi"), "sv")
    language.remember(asked(rf), "en")
    assert kept == ["sv"]
