"""A sign-in is carried to a host by a code that works once, there, in that browser, within a minute."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from accounts import sessions
from accounts.models import Handoff, SignIn, User
from tenants import addresses, clock
from tenants.models import Association

Browse = Callable[..., Client]
STATE = "a-browser's-own-state"


def code_for(user: User, at: Association) -> str:
    """A code that was given to this user for this host, in the browser that holds STATE."""
    sign_in = SignIn.objects.create(user=user, method="test")
    return sessions.make_handoff(
        sign_in=sign_in, host=addresses.host_of(at), state_hash=sessions.hashed(STATE)
    )


def arrive(client: Client, code: str, *, state: str = STATE) -> int:
    """Come back with a code; the status of the answer."""
    client.cookies[settings.SIGN_IN_STATE_COOKIE_NAME] = state
    return client.get("/handoff/", {"code": code, "next": "/home/"}).status_code


def is_signed_in(client: Client) -> bool:
    """Whether the host knows the person."""
    return client.get("/home/").status_code == 200


def test_code_signs_in_at_its_host(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(None, alfa)
    assert arrive(client, code_for(bo, alfa)) == 302
    assert is_signed_in(client)


def test_code_works_once(browse: Browse, bo: User, alfa: Association) -> None:
    code = code_for(bo, alfa)
    assert arrive(browse(None, alfa), code) == 302
    second = browse(None, alfa)
    assert arrive(second, code) == 400
    assert not is_signed_in(second)


def test_code_of_another_host_is_refused(
    browse: Browse, cleo: User, alfa: Association, beta: Association
) -> None:
    client = browse(None, alfa)
    assert arrive(client, code_for(cleo, beta)) == 400
    assert not is_signed_in(client)


def test_code_without_this_browsers_state_is_refused(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(None, alfa)
    assert arrive(client, code_for(bo, alfa), state="another browser's") == 400
    assert not is_signed_in(client)


def test_code_lives_a_minute_of_real_time(
    browse: Browse, bo: User, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_for(bo, alfa)
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(seconds=61))
    assert arrive(browse(None, alfa), code) == 400


def test_code_of_an_ended_sign_in_is_refused(browse: Browse, bo: User, alfa: Association) -> None:
    code = code_for(bo, alfa)
    SignIn.objects.filter(user=bo).update(ended_at=clock.real_now())
    assert arrive(browse(None, alfa), code) == 400


def test_only_the_hash_of_a_code_is_kept(bo: User, alfa: Association) -> None:
    code = code_for(bo, alfa)
    assert code not in str(list(Handoff.objects.values()))


def test_way_back_never_leads_to_another_site(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(None, alfa)
    client.cookies[settings.SIGN_IN_STATE_COOKIE_NAME] = STATE
    for wanted in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = client.get("/handoff/", {"code": code_for(bo, alfa), "next": wanted})
        assert answer.headers["Location"] == "/"


def test_page_for_members_asks_to_sign_in_and_comes_back_to_itself(browse: Browse, alfa: Association) -> None:
    client = browse(None, alfa)
    asked = client.get("/shifts/?day=2025-02-04")
    assert asked.status_code == 302
    assert parse_qs(urlsplit(asked.headers["Location"]).query)["next"] == ["/shifts/?day=2025-02-04"]
    sent = client.get(asked.headers["Location"])
    assert urlsplit(sent.headers["Location"]).netloc == addresses.host_of("identity")


def test_signing_out_ends_it_at_every_host(browse: Browse, cleo: User, beta: Association) -> None:
    sign_in = SignIn.objects.create(user=cleo, method="test")
    here, there = browse(None, beta), browse(None, beta)
    for client in (here, there):
        code = sessions.make_handoff(
            sign_in=sign_in, host=addresses.host_of(beta), state_hash=sessions.hashed(STATE)
        )
        assert arrive(client, code) == 302
        assert is_signed_in(client)
    here.post("/signout/")
    assert not is_signed_in(here)
    assert not is_signed_in(there)
