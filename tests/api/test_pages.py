"""The pages about the API: making a token, seeing it once, ending it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import ApiToken, SignIn, User
from accounts.tokens import START
from tenants import clock
from tenants.models import Association, Umbrella
from tests.api.programs import program, token

Browse = Callable[..., Client]
WANTED = {"name": "Members' wiki", "scopes": ["people:read", "shifts:read"], "days": "30"}


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def secret_in(text: str) -> str:
    found: set[str] = set(re.findall(START + r"[\w-]{43}", text))
    assert len(found) == 1
    return found.pop()


def test_token_is_shown_once_and_works(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    made = client.post("/coordinate/programs/new/", WANTED)
    secret = secret_in(text_of(made))
    assert "no-store" in made["Cache-Control"]

    people = program(alfa, secret).get("/api/v1/people/")
    assert people.status_code == 200
    listed = text_of(client.get("/coordinate/programs/"))
    assert (secret in listed, "Members&#x27; wiki" in listed, secret[:10] in listed) == (False, True, True)
    row = ApiToken.objects.get()
    assert (row.scopes, row.access.user) == (["people:read", "shifts:read"], ada)
    assert timedelta(days=29) < row.expires_at - clock.real_now() <= timedelta(days=30)


def test_federation_makes_its_own(browse: Browse, vera: User, liitto: Umbrella) -> None:
    made = browse(vera, liitto).post(
        "/programs/new/", {"name": "Sheet", "scopes": ["figures:read"], "days": "365"}
    )
    answer = program(liitto, secret_in(text_of(made))).get("/api/v1/figures/?year=2024")
    assert answer.status_code in {200, 404}  # nothing may be published yet
    assert browse(vera, liitto).get("/programs/").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"scopes": []}, "Tick at least one thing that the program may do."),
        ({"scopes": ["people:burn"]}, "Select a valid choice."),
        ({"days": "4000"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(
    browse: Browse, ada: User, alfa: Association, wrong: dict[str, Any], sentence: str
) -> None:
    answer = browse(ada, alfa).post("/coordinate/programs/new/", WANTED | wrong)
    assert sentence in text_of(answer)
    assert not ApiToken.objects.exists()


def test_second_factor_must_have_been_shown_just_now(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    long_ago = clock.real_now() - timedelta(hours=2)
    SignIn.objects.filter(user=ada).update(mfa_since=long_ago, mfa_at=long_ago)
    session = client.session
    session["rn_factor_at"] = long_ago.isoformat()
    session.save()
    for answer in (
        client.get("/coordinate/programs/new/"),
        client.post("/coordinate/programs/new/", WANTED),
    ):
        assert answer.status_code == 302
        assert answer["Location"] == "/signin/?next=%2Fcoordinate%2Fprograms%2Fnew%2F&second=fresh"
    assert not ApiToken.objects.exists()
    assert client.get("/coordinate/programs/").status_code == 200


def test_token_is_ended_after_a_question(browse: Browse, ada: User, alfa: Association) -> None:
    made = token(ada, alfa)
    client = browse(ada, alfa)
    address = f"/coordinate/programs/{made.token.uuid}/end/"
    assert "End the token of Wiki?" in text_of(client.get(address))
    assert program(alfa, made.secret).get("/api/v1/people/").status_code == 200

    assert client.post(address)["Location"] == "/coordinate/programs/"
    assert program(alfa, made.secret).get("/api/v1/people/").status_code == 401
    made.token.refresh_from_db()
    assert made.token.ended_by == "Ada Ahola"
    assert "1 that has ended" in text_of(client.get("/coordinate/programs/"))


def test_token_of_another_association_is_neither_seen_nor_ended(
    browse: Browse, ada: User, cleo: User, alfa: Association, beta: Association
) -> None:
    theirs = token(cleo, beta, name="Qzvx7 of Beta")
    client = browse(ada, alfa)
    address = f"/coordinate/programs/{theirs.token.uuid}/end/"
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert "Qzvx7" not in text_of(client.get("/coordinate/programs/"))
    assert program(beta, theirs.secret).get("/api/v1/people/").status_code == 200


def test_volunteer_makes_none(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(bo, alfa)
    for path in ("/coordinate/programs/", "/coordinate/programs/new/"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", ["Mihin tätä käytetään", "Valtuudet"]), ("sv", ["Vad det är till för", "Behörigheter"])],
)
def test_page_is_whole_in_other_languages(
    browse: Browse, ada: User, alfa: Association, language: str, words: list[str]
) -> None:
    User.objects.filter(pk=ada.pk).update(language=language)
    token(ada, alfa)
    text = text_of(browse(ada, alfa).get("/coordinate/programs/"))
    assert [word for word in words if word not in text] == []
    assert "See people" not in text


def test_scopes_name_the_addresses_that_they_open(browse: Browse, ada: User, alfa: Association) -> None:
    text = text_of(browse(ada, alfa).get("/coordinate/programs/"))
    assert "<code>people:read</code>" in text
    assert "GET /api/v1/people/" in text
    assert "POST /api/v1/shifts/" in text
