"""Headers on every kind of answer of every kind of host: pages, data, files, errors, static files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from accounts.routes import Route, routes
from tenants.models import Association, Umbrella
from web import assets

Browse = Callable[..., Client]
EVERY = [*routes("association"), *routes("umbrella"), *routes("base"), *routes("identity")]
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def check(response: Any, where: object) -> None:
    headers = response.headers
    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED, where
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, where
    assert "camera=()" in headers["Permissions-Policy"], where
    policy = {each.strip() for each in headers["Content-Security-Policy"].split(";")}
    assert policy >= POLICY, where
    assert not {
        word
        for word in ("unsafe", "data:", "blob:", " *", "https:")
        if word in headers["Content-Security-Policy"]
    }, where
    assert not [name for name in headers if name.lower().startswith("access-control-")], where
    assert "Cache-Control" in headers, where
    kind = headers.get("Content-Type", "")
    assert "charset" in kind or not kind.startswith("text/html"), where


@pytest.mark.parametrize("route", EVERY, ids=str)
def test_every_route_answers_everybody_with_all_headers(
    browse: Browse, ada: User, vera: User, cleo: User, alfa: Association, liitto: Umbrella, route: Route
) -> None:
    place = {"association": alfa, "umbrella": liitto}.get(route.kind, route.kind)
    values: dict[str, object] = {name: uuid4() for name in route.identifiers}
    if route.kind == "identity":
        values = dict.fromkeys(route.kwargs, "1") | values
    address = route.path(**values)
    member = vera if route.kind == "umbrella" else ada
    turn = EVERY.index(route)
    for user in (None, cleo, member):
        client = browse(user, place)
        # The headers are set around all views, so what is no page is tried by one method after the other.
        further = (client.put, client.options, client.delete, client.head)
        tried = (client.get, client.post, further[turn % 4])
        for method in tried if user == member else (tried[turn % 2],):
            response = method(address, headers={"Origin": "https://evil.example"})
            check(response, (str(route), str(method)))
            if user is not None and route.name != "signout":
                assert "no-store" in response.headers["Cache-Control"], str(route)


@pytest.mark.parametrize("path", ["/nothing/", "/static/nothing.js", "/api/v1/nothing/", "/%00/"])
def test_errors_have_them(browse: Browse, ada: User, alfa: Association, liitto: Umbrella, path: str) -> None:
    for place in (alfa, liitto, "base", "identity"):
        response = browse(ada, place).get(path)
        assert response.status_code in {400, 404}
        check(response, path)


def test_hosts_that_nobody_has_have_them(db: None) -> None:
    for host in ("evil.example", "nobody.rinnalla.localhost:8000", "*"):
        response = Client().get("/", HTTP_HOST=host)
        assert response.status_code == 404
        check(response, host)


@pytest.mark.logs_errors
def test_failures_have_them(
    browse: Browse, ada: User, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounts import sessions

    def fail(*_: object) -> None:
        raise RuntimeError

    client = browse(ada, alfa)
    client.raise_request_exception = False
    monkeypatch.setattr(sessions, "load_access", fail)
    response = client.get("/home/")
    assert response.status_code == 500
    check(response, "500")
    assert "no-store" in response.headers["Cache-Control"]


def test_files_are_attachments_and_have_them(browse: Browse, vera: User, liitto: Umbrella) -> None:
    assert [route for route in EVERY if route.name == "figures-csv"]
    response = browse(vera, liitto).get("/export.csv")
    check(response, "/export.csv")
    assert "no-store" in response.headers["Cache-Control"]


def test_static_files_have_them_and_are_kept_only_under_a_name_of_their_content(browse: Browse) -> None:
    sprite = assets.address(assets.SPRITE)
    assert sprite, "Build the front end first: python -m web.build"
    response: Any = browse(None, "base").get(sprite)
    assert b"".join(response.streaming_content)
    response.close()
    check(response, sprite)
    assert "immutable" in response.headers["Cache-Control"]
    assert not list(Path(settings.STATICFILES_DIRS[0]).rglob("*.map"))


def test_cookies_belong_to_one_host_and_no_script_reads_them(
    browse: Browse, ada: User, alfa: Association, liitto: Umbrella
) -> None:
    seen: dict[str, Any] = {}
    for place in (alfa, liitto, "base", "identity"):
        client = browse(None, place)
        for path in ("/", "/signin/", "/account/login/"):
            seen |= client.get(path).cookies
        seen |= client.post("/theme/", {"theme": "dark"}).cookies
        seen |= client.post("/language/", {"language": "sv"}).cookies
    signed_in = browse(ada, alfa)
    seen |= signed_in.post("/me/", {"language": "en"}).cookies
    assert {"rn_state", "rn_csrf", "rn_theme", "rn_lang", "rn_messages"} <= set(seen)
    for name, cookie in seen.items():
        assert (cookie["domain"], cookie["path"], bool(cookie["httponly"]), cookie["samesite"]) == (
            "", "/", True, "Lax",
        ), name  # fmt: skip
