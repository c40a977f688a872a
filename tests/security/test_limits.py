"""How often somebody may ask, with a real Redis, and without one."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache, caches
from django.test import Client, RequestFactory

from accounts.models import User
from accounts.routes import routes
from local.ports import free_port
from local.redis import Redis
from tenants.models import Association
from tests.accounts.traveller import Traveller, url
from web import caching, limits

Browse = Callable[..., Client]
LIMITS = {"page": (5, 600), "api": (4, 600), "secret": (3, 600), "import": (2, 600)}


@pytest.fixture
def tight(settings: Any) -> None:
    """A few requests in ten minutes, so that no window ends in the middle of a test."""
    settings.RATE_LIMITS = LIMITS


def statuses(ask: Callable[[], Any], times: int) -> list[int]:
    return [ask().status_code for _ in range(times)]


# --- what is counted -------------------------------------------------------------------------------


def test_public_page_is_limited_by_address(browse: Browse, alfa: Association, tight: None) -> None:
    client = browse(None, alfa)
    assert statuses(lambda: client.get("/"), 7) == [200] * 5 + [429] * 2
    assert browse(None, alfa).get("/").status_code == 200


def test_person_is_limited_wherever_they_come_from(
    browse: Browse, bo: User, ada: User, alfa: Association, tight: None
) -> None:
    assert statuses(lambda: browse(bo, alfa).get("/api/v1/hours/"), 6) == [200] * 4 + [429] * 2
    assert browse(ada, alfa).get("/api/v1/hours/").status_code == 200
    assert browse(bo, alfa).get("/hours/").status_code == 200


def test_tries_of_invitations_are_limited(browse: Browse, tight: None, db: None) -> None:
    client = browse(None, "identity")
    assert statuses(lambda: client.get("/invitation/", {"token": "x.y"}), 5) == [302] * 3 + [429] * 2


def test_tries_of_handing_over_are_limited(browse: Browse, alfa: Association, tight: None) -> None:
    client = browse(None, alfa)
    assert statuses(lambda: client.get("/handoff/", {"code": "x"}), 5) == [400] * 3 + [429] * 2


def test_imports_are_limited_and_looking_is_not(
    browse: Browse, ada: User, alfa: Association, tight: None
) -> None:
    client = browse(ada, alfa)
    assert statuses(lambda: client.post("/coordinate/import/", {}), 4) == [200] * 2 + [429] * 2
    assert client.get("/coordinate/import/").status_code == 200


def test_flood_of_forms_without_token_is_limited_before_the_form_is_read(
    browse: Browse, alfa: Association, tight: None
) -> None:
    client = browse(None, alfa, csrf=True)
    assert statuses(lambda: client.post("/theme/", {"theme": "dark"}), 7) == [403] * 5 + [429] * 2


def test_every_view_has_a_rate_that_the_settings_know(settings: Any) -> None:
    for kind in ("association", "umbrella", "base", "identity"):
        for route in routes(kind):
            name, _methods = getattr(route.view, "limit", ("page", ()))
            amount, seconds = settings.RATE_LIMITS[name]
            assert 1 < amount < 5000
            # Forms that anybody may send have a longer memory.
            assert seconds == (600 if name in {"feedback", "application", "applications"} else 60)


def test_sign_in_is_limited_by_address_and_by_whom_it_is_for(db: None) -> None:
    """allauth's own limits: codes for one address, wherever they are asked from."""
    asked = []
    for _ in range(4):
        traveller = Traveller()
        traveller.get(url("identity", "/account/login/"))
        answer = traveller.post("/account/login/code/", {"email": "target@example.org"}, follow=False)
        asked.append(answer.status_code)
    assert asked == [302, 302, 302, 200]  # the form again, with a sentence
    assert len(mail.outbox) == 3


def test_count_is_right_when_many_ask_at_once(db: None, settings: Any) -> None:
    settings.RATE_LIMITS = {"page": (50, 600)}
    found: list[bool] = []

    def ask() -> None:
        found.extend(limits.allowed("page", source="together") for _ in range(25))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found.count(True), found.count(False)) == (50, 50)


def test_cache_holds_neither_people_nor_addresses(browse: Browse, bo: User, alfa: Association) -> None:
    browse(bo, alfa).get("/shifts/")
    browse(None, alfa).get("/")
    keys = [key.decode() for key in caches["default"]._cache.get_client(None).keys("*limit:*")]  # type: ignore[attr-defined]  # Django's own client
    assert keys
    assert not [key for key in keys if "10." in key or str(bo.uuid) in key or "bo@" in key]


# --- whose address ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "1.2.3.4", "10.0.0.7"),  # nobody of ours said so
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # the first is the browser's own word
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.9", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.7"),  # less than our own proxies write
        (1, "", "10.0.0.7"),
        (1, "1.2.3.4, rubbish", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:1.2.3.4", "1.2.3.4"),
    ],
)
def test_address_is_what_our_own_proxy_saw(settings: Any, hops: int, forwarded: str, address: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = hops
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.7")
    assert limits.address(request) == address


# --- without Redis ---------------------------------------------------------------------------------


@pytest.fixture
def no_redis(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cache's server is dead: nobody listens at its port."""
    monkeypatch.setattr(caching, "_away_until", 0.0)
    cached = settings.CACHES["default"] | {"LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    settings.CACHES = {"default": cached}
    cache.clear()
    yield
    cache.clear()


def test_signing_in_works_without_redis(no_redis: None, bo: User) -> None:
    traveller = Traveller()
    traveller.get(url("identity", "/account/login/"))
    answer = traveller.post("/account/login/code/", {"email": bo.email}, follow=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/code/confirm/")
    traveller = Traveller()
    traveller.get(url("identity", "/account/login/"))
    wrong = traveller.post("/account/login/", {"login": bo.email, "password": "wrong"}, follow=False)
    assert wrong.status_code == 200


def test_limits_stand_without_redis(no_redis: None, browse: Browse, alfa: Association, tight: None) -> None:
    client = browse(None, alfa)
    assert statuses(lambda: client.get("/"), 7) == [200] * 5 + [429] * 2


def test_dead_redis_is_waited_for_once_and_logged_once(
    no_redis: None,
    browse: Browse,
    alfa: Association,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(caching, "_away_until", 0.0)
    client = browse(None, alfa)
    client.get("/")
    started = time.monotonic()
    for _ in range(20):
        assert client.get("/").status_code == 200
    assert time.monotonic() - started < caching.PAUSE_SECONDS
    said = [record.msg for record in caplog.records if record.levelno >= logging.WARNING]
    assert said == ["cache_away"]


def test_redis_that_comes_back_is_used_again(tmp_path: Path, settings: Any, monkeypatch: Any) -> None:
    """A real one, stopped and started; and one that is up but silent."""
    monkeypatch.setattr(caching, "_away_until", 0.0)
    monkeypatch.setattr(caching, "PAUSE_SECONDS", 0.2)
    server = Redis(tmp_path / "redis", port=free_port(), durable=False)
    server.start()
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": server.url}}
    try:
        cache.set("here", [1, "two"])
        assert cache.get("here") == [1, "two"]
        server.stop()
        assert cache.get("here") is None
        assert cache.add("count", 1, timeout=60)
        assert cache.incr("count") == 2
        server.start()
        time.sleep(0.3)
        assert cache.get("count") is None  # what was counted meanwhile is forgotten
        assert cache.add("count", 1, timeout=60)
        assert cache.incr("count") == 2
    finally:
        server.stop()
    cache.close()


def test_spare_is_bounded(no_redis: None) -> None:
    cache.get("x")
    monkey = caches["default"]._spare  # type: ignore[attr-defined]  # ours
    assert monkey._max_entries == caching.SPARE_KEYS


def test_nothing_in_redis_is_run_as_code(db: None) -> None:
    """No pickle: who gets into Redis gets counters."""
    cache.set("plain", {"a": [1.5, "x"]}, timeout=60)
    client = caches["default"]._cache.get_client(None)  # type: ignore[attr-defined]  # Django's own client
    key = caches["default"].make_and_validate_key("plain")
    assert client.get(key) == b'{"a": [1.5, "x"]}'
