"""Links that hold a secret: opened by any mail scanner, kept by nobody, no use in another browser."""

import hashlib
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import invitations, sessions
from accounts.models import Handoff, SignIn, User
from tenants.actors import Actor
from tenants.models import Access, Association, Invitation

Browse = Callable[..., Client]


@pytest.fixture
def invitation(alfa: Association) -> Invitation:
    return invitations.invite(
        association=alfa, email="uma@example.org", name="Uma Uusi", role="volunteer", language="en",
        person_uuid=None, by=Actor.system("test"),
    )  # fmt: skip


def token_of(invitation: Invitation) -> str:
    return parse_qs(urlsplit(invitations.link(invitation.uuid)).query)["token"][0]


def test_opening_an_invitation_changes_nothing_however_often(browse: Browse, invitation: Invitation) -> None:
    """As a mail scanner does, before the person and after."""
    token = token_of(invitation)
    before = Invitation.objects.values().get(pk=invitation.pk)
    for _ in range(3):
        scanner = browse(None, "identity")
        assert scanner.head("/invitation/", {"token": token}).status_code == 405
        assert scanner.get("/invitation/", {"token": token}, follow=True).status_code == 200
    assert Invitation.objects.values().get(pk=invitation.pk) == before
    assert not User.objects.filter(email="uma@example.org").exists()
    assert not Access.objects.filter(user__email="uma@example.org").exists()
    person = browse(None, "identity")
    person.get("/invitation/", {"token": token})
    assert person.post("/invitation/").status_code == 302
    assert Access.objects.filter(user__email="uma@example.org").count() == 1


def test_token_leaves_the_address_and_no_referrer_tells_it(browse: Browse, invitation: Invitation) -> None:
    client = browse(None, "identity")
    first = client.get("/invitation/", {"token": token_of(invitation)})
    assert (first.status_code, first.headers["Location"]) == (302, "/invitation/")
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in first.headers["Cache-Control"]
    page = client.get(first.headers["Location"])
    assert "no-store" in page.headers["Cache-Control"]
    assert token_of(invitation) not in page.content.decode()


def test_token_lies_nowhere_but_in_the_mail(browse: Browse, invitation: Invitation) -> None:
    """Neither the table of invitations nor the browser's session, which is a row as well, holds it."""
    client = browse(None, "identity")
    token = token_of(invitation)
    client.get("/invitation/", {"token": token})
    secret = token.partition(".")[2]
    kept = [row.get_decoded() for row in Session.objects.all()]
    assert {"invitation": sessions.hashed(secret)} in kept
    assert secret not in repr(kept)
    assert secret not in repr(list(Invitation.objects.values_list()))


def test_cookie_of_an_invitation_counts_at_the_sign_in_host_only(
    browse: Browse, invitation: Invitation, alfa: Association
) -> None:
    client = browse(None, "identity")
    client.get("/invitation/", {"token": token_of(invitation)})
    cookie = client.cookies["rn_session"]
    assert (cookie["domain"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    elsewhere = browse(None, alfa)
    elsewhere.cookies = client.cookies
    assert elsewhere.get("/home/").headers["Location"].startswith("/signin/")


def test_code_for_a_browser_without_state_signs_nobody_in(
    browse: Browse, bo: User, alfa: Association
) -> None:
    """Login CSRF: everybody knows the hash of nothing, so that a code could be made for a browser that has
    asked for none."""
    attacker = browse(bo, "identity")
    code = sessions.make_handoff(
        sign_in=SignIn.objects.filter(user=bo).latest("pk"),
        host="alfa.rinnalla.localhost:8000",
        state_hash=hashlib.sha256(b"").hexdigest(),
    )
    del attacker
    victim = browse(None, alfa)
    answer = victim.get("/handoff/", {"code": code})
    assert answer.status_code == 400
    assert victim.get("/home/").status_code == 302
    assert Handoff.objects.get(code_hash=sessions.hashed(code)).used_at is None
    assert answer.headers["Referrer-Policy"] == "no-referrer"
