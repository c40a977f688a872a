"""A host is one place, and what was made for one place is nothing at another."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from accounts import sessions
from accounts.models import SignIn, User
from tenants import addresses, clock
from tenants.models import Access, Association, Domain, Umbrella
from tests import states
from tests.isolation.looks import IN_PUBLIC, seen

Browse = Callable[..., Client]
COOKIE = settings.SESSION_COOKIE_NAME
pytestmark = pytest.mark.usefixtures("trial_routes")


def who(client: Client) -> int:
    """200 for somebody who belongs here, 302 for nobody, 404 for a stranger."""
    return client.get("/trial/look/").status_code


# --- hosts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.rinnalla.localhost:8000",
        "evil.rinnalla.localhost",
        "alfa.evil.example",
        "alfa.rinnalla.localhost.evil.example",
        "rinnalla.localhost.evil.example",
        "alfa.example.org",
        "alfa.beta.rinnalla.localhost:8000",
        ".rinnalla.localhost",
        "a_alfa.rinnalla.localhost",
        "public.rinnalla.localhost",
        "-.rinnalla.localhost",
        "127.0.0.1",
        "[::1]:8000",
        "localhost",
        "alfa",
        "alfa.rinnalla.localhost:8000@evil.example",
        "alfa.rinnalla.localhost/../beta.rinnalla.localhost",
        "alfa.rinnalla.localhost, beta.rinnalla.localhost",
        "alfa.rinnalla.localhost\x00",
        "älfa.rinnalla.localhost",
        "*",
        "",
    ],
)
def test_forged_host_leads_nowhere(alfa: Association, host: str) -> None:
    response = Client().get("/trial/public/", HTTP_HOST=host)
    assert response.status_code == 404
    assert "No association lives at this address." in response.content.decode()
    assert seen() == IN_PUBLIC


@pytest.mark.parametrize(
    "host",
    ["alfa.rinnalla.localhost", "ALFA.Rinnalla.Localhost:8000", "alfa.rinnalla.localhost.:8000",
     "alfa.rinnalla.localhost:9999"],
)  # fmt: skip
def test_other_writing_of_a_host_is_the_same_public_place(alfa: Association, host: str) -> None:
    response = Client().get("/trial/public/", HTTP_HOST=host)
    assert response.json()["state"] == ["t_a_alfa", "a_alfa, extensions"]


@pytest.mark.parametrize("host", ["alfa.rinnalla.localhost.:8000", "alfa.rinnalla.localhost:9999"])
def test_other_writing_of_a_host_is_another_session(
    browse: Browse, bo: User, alfa: Association, host: str
) -> None:
    client = browse(bo, alfa)
    assert who(client) == 200
    assert client.get("/trial/look/", headers={"host": host}).status_code == 302


def test_own_domain_counts_only_where_it_is_served(alfa: Association) -> None:
    Domain.objects.create(domain="alfa.example", tenant=alfa)
    assert Client().get("/trial/public/", HTTP_HOST="alfa.example").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded"])
def test_forwarded_host_is_ignored(browse: Browse, cleo: User, alfa: Association, header: str) -> None:
    value = "host=beta.rinnalla.localhost:8000" if header == "Forwarded" else "beta.rinnalla.localhost:8000"
    client = browse(cleo, alfa)
    assert client.get("/trial/look/", headers={header: value}).status_code == 404
    public = client.get("/trial/public/", headers={header: value})
    assert public.json()["state"] == ["t_a_alfa", "a_alfa, extensions"]


@pytest.mark.parametrize("state", ["requested", "approved", "provisioning"])
def test_association_that_is_not_open_has_no_address(alfa: Association, state: str) -> None:
    states.put(alfa, state)
    assert Client().get("/", HTTP_HOST="alfa.rinnalla.localhost:8000").status_code == 404


@pytest.mark.parametrize("path", ["/", "/signin/", "/coordinate/", "/api/v1/shifts/"])
@pytest.mark.parametrize(("state", "said"), [("archived", "are archived"), ("deleted", "were deleted")])
def test_every_address_of_one_out_of_service_shows_a_plain_page(
    browse: Browse, ada: User, alfa: Association, monkeypatch: pytest.MonkeyPatch, state: str, said: str,
    path: str,
) -> None:  # fmt: skip
    """At the host below the base and at its own domain, for whoever is signed in as well."""
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", [*settings.ALLOWED_HOSTS, "alfa.example.org"])
    client = browse(ada, alfa)
    Domain.objects.create(tenant=alfa, domain="alfa.example.org")
    states.put(alfa, state)
    addresses.forget()
    for response in (
        client.get(path),
        Client().get(path, HTTP_HOST="alfa.example.org"),
        client.post(path),
    ):
        assert response.status_code == 410
        assert said in response.content.decode()
        assert response["Cache-Control"] == "no-store"
        assert "Ahola" not in response.content.decode()


def test_umbrella_has_no_routes_of_associations_and_the_other_way_round(
    browse: Browse, alfa: Association, liitto: Umbrella
) -> None:
    assert browse(None, liitto).get("/trial/public/").status_code == 404
    assert browse(None, alfa).get("/definitions/").status_code == 404


def test_no_uploads_are_served(browse: Browse, ada: User, alfa: Association, liitto: Umbrella) -> None:
    """There are none yet; when there are, they go through a view that asks for rights."""
    assert settings.MEDIA_URL == "/"
    assert settings.MEDIA_ROOT == ""
    for place in (alfa, liitto, "base", "identity"):
        for path in ("/media/", "/media/a_alfa/x.png", "/uploads/x", "/static/../manage.py"):
            assert browse(None, place).get(path).status_code == 404


# --- sessions --------------------------------------------------------------------------------------


def test_session_of_another_association_is_nothing(
    browse: Browse, ada: User, cleo: User, alfa: Association, beta: Association
) -> None:
    """Even where the person belongs to both."""
    Access.objects.create(user=cleo, association=alfa, role="volunteer", created_at=clock.now())
    at_beta = browse(cleo, beta)
    assert who(at_beta) == 200
    at_alfa = browse(None, alfa)
    at_alfa.cookies[COOKIE] = at_beta.cookies[COOKIE].value
    assert who(at_alfa) == 302
    assert who(at_beta) == 200


def test_session_of_an_umbrella_is_nothing_at_an_association(
    browse: Browse, vera: User, alfa: Association, liitto: Umbrella
) -> None:
    Access.objects.create(user=vera, association=alfa, role="coordinator", created_at=clock.now())
    client = browse(None, alfa)
    client.cookies[COOKIE] = browse(vera, liitto).cookies[COOKIE].value
    assert who(client) == 302


def test_session_of_the_sign_in_host_is_nothing_elsewhere(
    browse: Browse, bo: User, alfa: Association
) -> None:
    central = Client()
    central.force_login(bo)
    client = browse(None, alfa)
    client.cookies[COOKIE] = central.cookies[COOKIE].value
    assert who(client) == 302


def test_session_of_an_association_is_nothing_at_the_sign_in_host(
    browse: Browse, bo: User, alfa: Association
) -> None:
    client = browse(None, "identity")
    client.cookies[COOKIE] = browse(bo, alfa).cookies[COOKIE].value
    assert client.get("/").status_code == 302
    response = client.get("/handoff/", {"host": "alfa.rinnalla.localhost:8000", "state": "0" * 64})
    assert response.headers["Location"].startswith("/account/login/")


def test_session_of_another_person_is_that_persons(
    browse: Browse, bo: User, ada: User, alfa: Association
) -> None:
    """Whoever has the cookie is the person; so nothing else of the request may say who it is."""
    client = browse(bo, alfa)
    for name in ("user", "email", "uuid"):
        client.cookies[name] = str(ada.uuid)
    headers = {"X-User": "ada@example.org", "Remote-User": "ada@example.org", "Authorization": "Basic YTpi"}
    assert client.get("/coordinate/", headers=headers).status_code == 403


@pytest.mark.parametrize("key", ["", "0" * 32, "../../etc/passwd", "x" * 5000, "\x01\x02"])
def test_session_key_that_nobody_gave_is_nothing(browse: Browse, alfa: Association, key: str) -> None:
    client = browse(None, alfa)
    client.cookies[COOKIE] = key
    assert who(client) == 302


def test_session_that_names_no_host_is_nothing(browse: Browse, bo: User, alfa: Association) -> None:
    sign_in = SignIn.objects.create(user=bo, method="test")
    session = SessionStore()
    session[sessions.KEY] = str(sign_in.uuid)
    session.create()
    client = browse(None, alfa)
    client.cookies[COOKIE] = str(session.session_key)
    assert who(client) == 302


def test_session_ends_with_its_sign_in_and_its_person(browse: Browse, bo: User, alfa: Association) -> None:
    first, second = browse(bo, alfa), browse(bo, alfa)
    SignIn.objects.filter(user=bo).earliest("pk").delete()
    assert (who(first), who(second)) == (302, 200)
    User.objects.filter(pk=bo.pk).update(is_active=False)
    assert who(second) == 302


def test_session_ends_by_the_real_clock(browse: Browse, bo: User, alfa: Association) -> None:
    """Moving the demo's clock signs nobody out, and lets nobody in."""
    client = browse(bo, alfa)
    with clock.fixed(clock.real_now() + timedelta(days=400)):
        assert who(client) == 200


# --- access ----------------------------------------------------------------------------------------


def test_stranger_gets_what_a_missing_page_gives(browse: Browse, cleo: User, alfa: Association) -> None:
    client = browse(cleo, alfa)
    stranger, missing = client.get("/trial/look/"), client.get("/no/such/page/")
    assert (stranger.status_code, missing.status_code) == (404, 404)
    assert b"Ahola" not in stranger.content
    title = stranger.content.split(b"<h1")[1].split(b"</h1>")[0]
    assert title == missing.content.split(b"<h1")[1].split(b"</h1>")[0]


def test_access_that_ended_is_a_strangers(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(bo, alfa)
    now = clock.now()
    access = Access.objects.filter(user=bo, association=alfa)
    access.update(ends_at=now + timedelta(days=1))
    assert who(client) == 200
    with clock.fixed(now + timedelta(days=1)):
        assert who(client) == 404
    access.update(ends_at=now - timedelta(seconds=1))
    assert who(client) == 404
    access.delete()
    assert who(client) == 404


def test_access_to_one_is_none_to_another_with_the_same_key(
    browse: Browse, vera: User, alfa: Association, liitto: Umbrella
) -> None:
    """Umbrellas and associations both count from 1."""
    assert browse(vera, liitto).get("/").status_code == 200
    for association in Association.objects.all():
        assert who(browse(vera, association)) == 404


def test_suspended_association_can_be_read_and_not_changed(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa)
    states.put(alfa, "suspended")
    assert who(client) == 200
    assert client.post("/trial/look/").status_code == 403
    assert client.post("/me/", {"language": "sv"}).status_code == 403
    assert client.put("/trial/look/").status_code == 403
    assert client.head("/trial/look/").status_code == 200
