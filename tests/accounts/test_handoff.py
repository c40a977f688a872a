"""From the sign-in host to an association: a code for one host, one browser, one use, one minute."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from accounts import sessions
from accounts.models import Handoff, SignIn, User
from tenants import clock
from tenants.models import Association, Umbrella
from tests import states
from tests.accounts.conftest import Newcomer
from tests.accounts.factors import PASSWORD
from tests.accounts.traveller import Response, Traveller, url

STATE = settings.SIGN_IN_STATE_COOKIE_NAME
LOGIN = "/account/login/"
A_STATE = "0123456789abcdef" * 4


@pytest.fixture
def eeva(newcomer: Newcomer, alfa: Association) -> User:
    return newcomer(alfa, password=PASSWORD)


@pytest.fixture
def signed_in(traveller: Traveller, eeva: User) -> Traveller:
    """Eeva's browser, signed in at the sign-in host and nowhere else."""
    traveller.post(url("identity", LOGIN), {"login": eeva.email, "password": PASSWORD})
    return traveller


def under_way(traveller: Traveller, place: Association | Umbrella, path: str = "/me/") -> str:
    """Go from a page of a place to the sign-in host, and stop before coming back: the address of that."""
    response = traveller.get(url(place, path), follow=False)
    while "code=" not in response.headers.get("Location", ""):
        response = traveller.get(response.headers["Location"], follow=False)
    return str(response.headers["Location"])


def is_in(traveller: Traveller, place: Association | Umbrella) -> bool:
    """Whether the browser has a session at this host, without going for one."""
    return bool(traveller.get(url(place, "/me/"), follow=False).status_code == 200)


def opened(traveller: Traveller, address: str) -> Response:
    return traveller.get(address, follow=False)


def test_handoff_opens_a_session_at_its_host_only(
    signed_in: Traveller, alfa: Association, beta: Association
) -> None:
    back = under_way(signed_in, alfa)
    assert urlsplit(back).netloc == "alfa.rinnalla.localhost:8000"
    assert not is_in(signed_in, alfa)
    response = opened(signed_in, back)
    assert (response.status_code, response.headers["Location"]) == (302, "/me/")
    assert is_in(signed_in, alfa)
    assert signed_in.get(url(beta, "/me/"), follow=False).status_code == 302


def test_cookies_stay_at_their_host_and_out_of_scripts(signed_in: Traveller, alfa: Association) -> None:
    assert signed_in.get(url(alfa, "/me/")).status_code == 200
    assert set(signed_in.hosts) == {"alfa.rinnalla.localhost:8000", "id.rinnalla.localhost:8000"}
    cookies = [cookie for client in signed_in.hosts.values() for cookie in client.cookies.values()]
    assert {cookie.key for cookie in cookies} >= {settings.SESSION_COOKIE_NAME, STATE}
    for cookie in cookies:
        assert cookie["domain"] == ""
        assert cookie["path"] == "/"
        if cookie.value:
            assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")


def test_code_is_stored_as_its_hash_only(signed_in: Traveller, alfa: Association) -> None:
    code = parse_qs(urlsplit(under_way(signed_in, alfa)).query)["code"][0]
    kept = Handoff.objects.get()
    assert len(code) >= 40
    assert kept.code_hash == sessions.hashed(code)
    assert code not in str(Handoff.objects.values())


def test_code_works_once(signed_in: Traveller, alfa: Association) -> None:
    back = under_way(signed_in, alfa)
    thief = Traveller()
    host = urlsplit(back).netloc
    thief.client(host).cookies[STATE] = signed_in.client(host).cookies[STATE].value
    opened(signed_in, back)
    assert opened(thief, back).status_code == 400
    assert not is_in(thief, alfa)


def test_code_is_too_old_after_a_minute_of_real_time(
    signed_in: Traveller, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = under_way(signed_in, alfa)
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(seconds=61))
    response = opened(signed_in, back)
    assert response.status_code == 400
    assert "expired or was used already" in response.content.decode()
    assert not is_in(signed_in, alfa)


def test_code_is_good_for_nearly_a_minute_whatever_the_demo_clock_says(
    signed_in: Traveller, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = under_way(signed_in, alfa)
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(seconds=55))
    with clock.fixed(now + timedelta(days=40)):
        opened(signed_in, back)
        assert is_in(signed_in, alfa)


def test_code_for_one_host_is_nothing_at_another(
    signed_in: Traveller, alfa: Association, beta: Association, liitto: Umbrella
) -> None:
    back = urlsplit(under_way(signed_in, alfa))
    state = signed_in.client(back.netloc).cookies[STATE].value
    for place in (beta, liitto):
        other = urlsplit(url(place)).netloc
        signed_in.client(other).cookies[STATE] = state
        assert opened(signed_in, back._replace(netloc=other).geturl()).status_code == 400
    for writing in (
        "ALFA.rinnalla.localhost:8000",
        "alfa.rinnalla.localhost.:8000",
        "alfa.rinnalla.localhost",
    ):
        signed_in.client(writing).cookies[STATE] = state
        before = opened(signed_in, back._replace(netloc=writing).geturl())
        if writing.lower() != back.netloc:
            assert before.status_code == 400


def test_code_without_the_browser_that_asked_is_nothing(signed_in: Traveller, alfa: Association) -> None:
    """Login CSRF: an attacker's code, sent to somebody else, would sign them in as the attacker."""
    back = under_way(signed_in, alfa)
    victim = Traveller()
    assert opened(victim, back).status_code == 400
    victim.get(url(alfa, "/me/"), follow=True)  # has a state of its own now
    assert opened(victim, back).status_code == 400
    victim.client(urlsplit(back).netloc).cookies[STATE] = ""
    assert opened(victim, back).status_code == 400
    assert not is_in(victim, alfa)


def test_state_of_the_address_is_not_the_cookie(signed_in: Traveller, alfa: Association) -> None:
    """Whoever sees the address on its way knows the hash only."""
    response = signed_in.get(url(alfa, "/signin/"), follow=False)
    seen = parse_qs(urlsplit(response.headers["Location"]).query)["state"][0]
    cookie = signed_in.client("alfa.rinnalla.localhost:8000").cookies[STATE].value
    assert seen == sessions.hashed(cookie)
    assert cookie not in response.headers["Location"]


def test_code_of_a_sign_in_that_ended_is_nothing(signed_in: Traveller, alfa: Association) -> None:
    back = under_way(signed_in, alfa)
    SignIn.objects.update(ended_at=clock.real_now())
    assert opened(signed_in, back).status_code == 400


def test_code_of_a_login_that_was_closed_opens_nothing(
    signed_in: Traveller, alfa: Association, eeva: User
) -> None:
    back = under_way(signed_in, alfa)
    User.objects.filter(pk=eeva.pk).update(is_active=False)
    opened(signed_in, back)
    assert not is_in(signed_in, alfa)


@pytest.mark.parametrize("code", ["", "x", "0" * 43, "\x00", "ä" * 43, "' OR 1=1 --"])
def test_code_that_nobody_gave_is_refused(signed_in: Traveller, alfa: Association, code: str) -> None:
    back = urlsplit(under_way(signed_in, alfa))
    wrong = back._replace(query=urlencode({**dict(parse_qsl(back.query)), "code": code})).geturl()
    assert opened(signed_in, wrong).status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"host": "alfa.rinnalla.localhost:8000"},
        {"host": "alfa.rinnalla.localhost:8000", "state": "short"},
        {"host": "alfa.rinnalla.localhost:8000", "state": "Z" * 64},
        {"host": "alfa.rinnalla.localhost:8000", "state": A_STATE + "\n"},
        {"host": "alfa.rinnalla.localhost", "state": A_STATE},
        {"host": "alfa.rinnalla.localhost:9999", "state": A_STATE},
        {"host": "ALFA.rinnalla.localhost:8000", "state": A_STATE},
        {"host": "alfa.rinnalla.localhost.:8000", "state": A_STATE},
        {"host": "rinnalla.localhost:8000", "state": A_STATE},
        {"host": "id.rinnalla.localhost:8000", "state": A_STATE},
        {"host": "nobody.rinnalla.localhost:8000", "state": A_STATE},
        {"host": "evil.example", "state": A_STATE},
        {"host": "evil.example#alfa.rinnalla.localhost:8000", "state": A_STATE},
        {"host": "evil.example/alfa.rinnalla.localhost:8000", "state": A_STATE},
        {"host": "user@alfa.rinnalla.localhost:8000", "state": A_STATE},
        {"host": "[", "state": A_STATE},
        {"host": "[::1]:8000", "state": A_STATE},
        {"host": "", "state": A_STATE},
        {"host": "x" * 9000, "state": A_STATE},
    ],
)
def test_start_for_no_host_of_ours_makes_no_code(signed_in: Traveller, asked: dict[str, str]) -> None:
    response = signed_in.get(url("identity", f"/handoff/?{urlencode(asked)}"), follow=False)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert Handoff.objects.count() == 0


def test_start_for_a_closed_association_makes_no_code(signed_in: Traveller, alfa: Association) -> None:
    states.put(alfa, "archived")
    query = urlencode({"host": "alfa.rinnalla.localhost:8000", "state": A_STATE})
    assert signed_in.get(url("identity", f"/handoff/?{query}"), follow=False).headers["Location"] == "/"
    assert Handoff.objects.count() == 0


# --- two tabs, and the way back ---------------------------------------------------------------------


def test_second_tab_does_not_spoil_the_first(signed_in: Traveller, alfa: Association) -> None:
    first = under_way(signed_in, alfa, "/me/")
    second = under_way(signed_in, alfa, "/shifts/")
    assert opened(signed_in, first).headers["Location"] == "/me/"
    assert opened(signed_in, second).headers["Location"] == "/shifts/"
    assert is_in(signed_in, alfa)


def test_going_back_to_a_used_code_is_no_dead_end(signed_in: Traveller, alfa: Association) -> None:
    back = under_way(signed_in, alfa)
    opened(signed_in, back)
    assert opened(signed_in, back).headers["Location"] == "/me/"
    assert is_in(signed_in, alfa)


def test_page_is_not_kept_by_caches(signed_in: Traveller, alfa: Association) -> None:
    back = under_way(signed_in, alfa)
    assert "no-store" in opened(signed_in, back).headers["Cache-Control"]
    assert "no-store" in signed_in.get(url(alfa, "/signin/"), follow=False).headers["Cache-Control"]


def test_session_gets_a_new_key_with_the_sign_in(signed_in: Traveller, alfa: Association) -> None:
    """A session that somebody planted before is not the one that is signed in."""
    host = "alfa.rinnalla.localhost:8000"
    planted = "p" * 32
    back = under_way(signed_in, alfa)
    signed_in.client(host).cookies[settings.SESSION_COOKIE_NAME] = planted
    opened(signed_in, back)
    assert signed_in.client(host).cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert is_in(signed_in, alfa)


# --- signing out ------------------------------------------------------------------------------------


@pytest.fixture
def everywhere(
    signed_in: Traveller, alfa: Association, beta: Association, liitto: Umbrella
) -> tuple[Traveller, list[str]]:
    """One sign-in, with a session at three hosts. (Eeva is a stranger at two of them.)"""
    addresses = [url(place, "/me/") for place in (alfa, beta, liitto)]
    statuses = [signed_in.get(address).status_code for address in addresses]
    assert statuses == [200, 404, 404]
    return signed_in, addresses


@pytest.mark.parametrize("where", ["alfa", "beta", "liitto", "id"])
def test_signing_out_anywhere_ends_all_sessions(everywhere: tuple[Traveller, list[str]], where: str) -> None:
    traveller, addresses = everywhere
    other = Client(headers={"host": "alfa.rinnalla.localhost:8000"})
    cookie = settings.SESSION_COOKIE_NAME
    other.cookies[cookie] = traveller.client("alfa.rinnalla.localhost:8000").cookies[cookie].value
    path = "/account/logout/" if where == "id" else "/signout/"
    traveller.post(f"http://{where}.rinnalla.localhost:8000{path}", follow=False)
    for address in addresses:
        traveller.get(address)
        assert traveller.at.startswith(url("identity", LOGIN))
    assert other.get("/me/").status_code == 302
    traveller.get(url("identity"))
    assert traveller.at.startswith(url("identity", LOGIN))


def test_signing_out_leaves_other_sign_ins_alone(
    everywhere: tuple[Traveller, list[str]], eeva: User, alfa: Association
) -> None:
    traveller, _ = everywhere
    phone = Traveller()
    phone.post(url("identity", LOGIN), {"login": eeva.email, "password": PASSWORD})
    phone.get(url(alfa, "/me/"))
    traveller.post(url(alfa, "/signout/"))
    assert is_in(phone, alfa)


@pytest.mark.parametrize("path", ["/signout/"])
def test_signing_out_takes_a_form_and_its_token(
    browse: Callable[..., Client], eeva: User, alfa: Association, path: str
) -> None:
    client = browse(eeva, alfa, csrf=True)
    assert client.get(path).status_code == 405
    assert client.post(path).status_code == 403
    assert client.get("/me/").status_code == 200


def test_signing_in_again_ends_the_sign_in_before(
    signed_in: Traveller, eeva: User, alfa: Association
) -> None:
    """So that signing out later leaves nothing behind."""
    signed_in.get(url(alfa, "/me/"))
    client = signed_in.client("id.rinnalla.localhost:8000")
    client.force_login(eeva)
    assert SignIn.objects.filter(user=eeva, ended_at__isnull=True).count() == 1
