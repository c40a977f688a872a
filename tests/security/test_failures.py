"""Pages of failures: in the reader's language, in our frame, with nothing of what is inside."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, ProgrammingError
from django.template import loader
from django.test import Client

from accounts import sessions
from accounts.models import User
from tenants.models import Association, Umbrella

Browse = Callable[..., Client]
INSIDE = re.compile(
    r"Traceback|Exception|django\.|psycopg|SELECT|site-packages|\.py\b|a_alfa|rinnalla_app|SuspiciousOperation"
)


MANY_FILES = b"".join(
    b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="a"\r\n\r\n1\r\n' % n for n in range(30)
)


def said(response: Any, status: int, language: str) -> str:
    """The title of a page of ours about a failure."""
    assert response.status_code == status
    text = response.content.decode()
    assert f'<html lang="{language}"' in text
    assert response.headers["Content-Language"] == language
    assert not INSIDE.search(text), INSIDE.search(text)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    assert title
    return title.group(1).strip()


def titles(get: Callable[[str], Any], status: int) -> set[str]:
    """One title for each language, all of them different."""
    found = {said(get(language), status, language) for language in ("fi", "sv", "en")}
    assert len(found) == 3
    return found


def test_400_for_a_broken_address(browse: Browse, alfa: Association) -> None:
    client = browse(None, alfa)
    assert "We could not read that." in titles(
        lambda language: client.get("/\0/", headers={"Accept-Language": language}), 400
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"&".join(b"a%d=1" % n for n in range(1500)), "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary="),
        (MANY_FILES, "multipart/form-data; boundary=x"),
        (b"a", "multipart/form-data; boundary=" + "é" * 300),
    ],
    ids=["too many fields", "bad multipart", "too many files", "bad boundary"],
)  # fmt: skip
def test_400_for_a_form_that_no_browser_sends(
    browse: Browse, alfa: Association, body: bytes, kind: str
) -> None:
    client = browse(None, alfa)
    assert "We could not read that." in titles(
        lambda language: client.post(
            "/theme/", body, content_type=kind, headers={"Accept-Language": language}
        ),
        400,
    )


def test_403_without_the_right(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(bo, alfa)

    def ask(language: str) -> Any:
        User.objects.filter(pk=bo.pk).update(language=language)
        return client.get("/coordinate/people/")

    assert "This page is not for you to open." in titles(ask, 403)


def test_403_for_a_form_without_its_token(browse: Browse, alfa: Association) -> None:
    client = browse(None, alfa, csrf=True)
    assert "The form could not be sent." in titles(
        lambda language: client.post("/theme/", {"theme": "dark"}, headers={"Accept-Language": language}), 403
    )


def test_404_for_nothing(browse: Browse, alfa: Association, liitto: Umbrella) -> None:
    for place in (alfa, liitto, "base", "identity"):
        client = browse(None, place)

        def ask(language: str, client: Client = client) -> Any:
            return client.get("/nothing/", headers={"Accept-Language": language})

        assert "There is nothing at this address." in titles(ask, 404)


def test_413_in_the_language_of_the_person_and_nothing_is_changed(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)

    def send(language: str) -> Any:
        User.objects.filter(pk=ada.pk).update(language=language)
        file = SimpleUploadedFile("big.csv", b"x" * 12_000_000)
        return client.post("/coordinate/import/", {"file": file})

    assert "This is too large." in titles(send, 413)


def test_429_says_when_to_try_again(browse: Browse, alfa: Association, settings: Any) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"page": (0, 60)}
    client = browse(None, alfa)
    client.get("/")

    def ask(language: str) -> Any:
        response = client.get("/", headers={"Accept-Language": language})
        assert response.headers["Retry-After"] == "60"
        return response

    assert "A little too often." in titles(ask, 429)


@pytest.mark.logs_errors
@pytest.mark.parametrize("error", [RuntimeError("Ahola ada@example.org"), ProgrammingError("host=10.0.0.1")])
def test_500_tells_nothing_of_the_error(
    browse: Browse, alfa: Association, ada: User, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    client = browse(ada, alfa)
    client.raise_request_exception = False
    monkeypatch.setattr(sessions, "load_access", fail)

    def ask(language: str) -> Any:
        response = client.get("/home/?q=Ahola", headers={"Accept-Language": language})
        assert not re.search(r"Ahola|example\.org|10\.0\.0\.1", response.content.decode())
        return response

    assert "Something broke on our side." in titles(ask, 500)


@pytest.mark.logs_errors
def test_503_tells_nothing_of_where_the_database_is(
    browse: Browse, alfa: Association, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("host=10.0.0.1")

    client = browse(ada, alfa)
    client.raise_request_exception = False
    monkeypatch.setattr(sessions, "load_access", fail)

    def ask(language: str) -> Any:
        response = client.get("/home/", headers={"Accept-Language": language})
        assert "10.0.0.1" not in response.content.decode()
        return response

    assert "We cannot get at our data just now." in titles(ask, 503)


@pytest.mark.logs_errors
def test_programs_get_code_and_sentence(
    browse: Browse, ada: User, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(ada, alfa)
    client.raise_request_exception = False
    big = client.post("/api/v1/shifts/", "x" * 2_000_000, content_type="application/json")
    assert (big.status_code, big.json()["code"]) == (413, "too_large")
    assert set(big.json()) == {"code", "sentence", "data"}
    assert client.get("/api/v1/nothing/").json()["code"] == "not_found"
    assert client.get("/api/v1/\0/").json()["code"] == "bad_request"

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(sessions, "load_access", fail)
    broken = client.get("/api/v1/shifts/")
    assert (broken.status_code, broken.json()["code"]) == (500, "error")


def test_page_of_a_failure_that_cannot_be_made_has_a_plainer_one(
    browse: Browse, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = loader.render_to_string

    def broken(template: str, *arguments: Any, **named: Any) -> Any:
        if template == "404.html":
            raise OperationalError("no table")
        return real(template, *arguments, **named)

    monkeypatch.setattr(loader, "render_to_string", broken)
    response = browse(None, alfa).get("/nothing/", headers={"Accept-Language": "en"})
    assert said(response, 404, "en") == "That did not work."
