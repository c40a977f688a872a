"""What a page says when the database does not answer, and what it keeps of a form."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from web import outages

pytestmark = pytest.mark.usefixtures("kit_urls")

TOKEN = {"csrfmiddlewaretoken": "t" * 64}


def answer(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """What the handler makes of an error in a view."""
    try:
        raise error or OperationalError
    except Exception:  # noqa: BLE001  # as Django calls it: while the error is being handled
        return outages.server_error(request)


def cause(error: Exception) -> Exception:
    """An error that another one led to."""
    found = LookupError()
    found.__cause__ = error
    return found


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError(), 503),
        (InterfaceError(), 503),
        (cause(OperationalError()), 503),
        (LookupError(), 500),
        (cause(ValueError()), 500),
    ],
)
def test_only_a_database_that_is_away_is_an_outage(rf: RequestFactory, error: Exception, status: int) -> None:
    assert answer(rf.get("/"), error).status_code == status


def test_page_says_to_come_again_and_is_not_kept(rf: RequestFactory) -> None:
    response = answer(rf.get("/shifts/?week=6", headers={"Accept-Language": "en"}))
    assert {name: response[name] for name in ("Retry-After", "Cache-Control", "Content-Language")} == {
        "Retry-After": "10",
        "Cache-Control": "no-store",
        "Content-Language": "en",
    }
    text = response.content.decode()
    assert "We cannot get at our data just now." in text
    assert 'href="/shifts/?week=6"' in text
    assert "<form" not in text


@pytest.mark.parametrize(("wish", "title"), [("fi", "Emme saa juuri nyt"), ("sv", "Vi når inte")])
def test_page_speaks_the_readers_language(rf: RequestFactory, wish: str, title: str) -> None:
    request = rf.get("/", headers={"Accept-Language": "en"})
    request.COOKIES["rn_lang"] = wish
    assert title in answer(request).content.decode()


def test_form_comes_back_whole_and_escaped(rf: RequestFactory) -> None:
    request = rf.post(
        "/shifts/new/?day=1",
        f"csrfmiddlewaretoken={TOKEN['csrfmiddlewaretoken']}&title=%3Cb%3E%22%C3%85%22&role=1&role=2",
        content_type="application/x-www-form-urlencoded",
        headers={"Accept-Language": "en"},
    )
    outages.begin(request)
    text = answer(request).content.decode()
    assert "Nothing was saved, and nothing that you typed is lost" in text
    assert 'action="/shifts/new/?day=1"' in text
    assert 'name="title" value="&lt;b&gt;&quot;Å&quot;"' in text
    assert text.count('name="role"') == 2
    assert f'value="{TOKEN["csrfmiddlewaretoken"]}"' in text


@pytest.mark.parametrize(
    "body",
    [
        "title=of+another+site",  # no token: never one of ours
        "csrfmiddlewaretoken=t&login=ada&password=hush",
        "csrfmiddlewaretoken=t&code=123456",
        "csrfmiddlewaretoken=t&title=" + "x" * 300_000,
    ],
)
def test_form_that_must_not_be_repeated_is_not(rf: RequestFactory, body: str) -> None:
    request = rf.post(
        "/x/", body, content_type="application/x-www-form-urlencoded", headers={"Accept-Language": "en"}
    )
    outages.begin(request)
    text = answer(request).content.decode()
    assert "<form" not in text
    assert "hush" not in text
    assert "Nothing was saved. Wait a moment, go back in your browser" in text


class _CutOff(BytesIO):
    """A browser that hangs up while it sends."""

    def read(self, size: int | None = -1) -> bytes:
        raise OSError


@pytest.mark.parametrize("how", ["cut off", "too much", "another encoding"])
def test_form_that_cannot_be_read_still_gets_the_page(
    rf: RequestFactory, settings: LazySettings, how: str
) -> None:
    charset = "; charset=utf-16" if how == "another encoding" else ""
    request = rf.post(
        "/x/",
        "csrfmiddlewaretoken=t&title=x",
        content_type=f"application/x-www-form-urlencoded{charset}",
        headers={"Accept-Language": "en"},
    )
    if how == "cut off":
        request._stream = _CutOff()  # where Django reads from
    if how == "too much":
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3
    outages.begin(request)
    response = answer(request)
    assert response.status_code == 503
    assert "<form" not in response.content.decode()


def test_files_are_not_repeated(rf: RequestFactory) -> None:
    request = rf.post("/import/", {**TOKEN, "title": "x"})  # multipart
    outages.begin(request)
    assert "<form" not in answer(request).content.decode()


@pytest.fixture
def committed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let a request's connection try a commit."""

    def commit() -> None:
        monkeypatch.setattr(connection, "commits", getattr(connection, "commits", 0) + 1, raising=False)

    return commit


def test_page_does_not_promise_that_nothing_was_saved_after_a_commit(
    rf: RequestFactory, committed: Callable[[], None]
) -> None:
    request = rf.post(
        "/x/",
        "csrfmiddlewaretoken=t&title=x",
        content_type="application/x-www-form-urlencoded",
        headers={"Accept-Language": "en", "Referer": "http://testserver/shifts/1/"},
    )
    outages.begin(request)
    committed()
    text = answer(request).content.decode()
    assert "What you sent may have been saved" in text
    assert "Nothing was saved" not in text
    assert 'href="/shifts/1/"' in text
    assert 'name="title" value="x"' in text


@pytest.mark.parametrize(
    ("method", "commits", "data"),
    [("get", 0, {}), ("post", 0, {"may_be_saved": False}), ("post", 1, {"may_be_saved": True})],
)
def test_api_says_it_in_json(
    rf: RequestFactory,
    committed: Callable[[], None],
    method: str,
    commits: int,
    data: dict[str, bool],
) -> None:
    request = getattr(rf, method)("/api/v1/shifts/", headers={"Accept-Language": "en"})
    outages.begin(request)
    for _ in range(commits):
        committed()
    response = answer(request)
    said = json.loads(response.content)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert (said["code"], said["data"]) == ("try_again", data)
    assert said["sentence"]
