"""My own page, and where I may go."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.models import Access, Association, Umbrella
from tests import states
from tests.accounts.conftest import Newcomer
from tests.isolation.looks import IN_PUBLIC, seen

Browse = Callable[..., Client]


@pytest.mark.parametrize("name", ["bo", "ada"])
def test_language_is_kept_on_the_shared_side(browse: Browse, alfa: Association, name: str) -> None:
    user = User.objects.get(email=f"{name}@example.org")
    client = browse(user, alfa)
    page = client.get("/me/")
    assert (page.status_code, page.headers["Content-Language"]) == (200, "en")
    response = client.post("/me/", {"language": "sv"})
    assert (response.status_code, response.headers["Location"]) == (302, "/me/")
    user.refresh_from_db()
    assert user.language == "sv"
    page = client.get("/me/")
    assert page.headers["Content-Language"] == "sv"
    assert "Sparat" in page.content.decode()
    assert seen() == IN_PUBLIC


def test_page_leads_to_what_the_association_tells_and_how(
    browse: Browse, bo: User, vera: User, alfa: Association, liitto: Umbrella
) -> None:
    assert 'href="/messages/choices/"' in browse(bo, alfa).get("/me/").content.decode()
    assert "/messages/choices/" not in browse(vera, liitto).get("/me/").content.decode()


def test_language_is_kept_at_an_umbrella(browse: Browse, vera: User, liitto: Umbrella) -> None:
    client = browse(vera, liitto)
    assert client.post("/me/", {"language": "fi"}).status_code == 302
    vera.refresh_from_db()
    assert vera.language == "fi"


@pytest.mark.parametrize("language", ["", "de", "fi-FI", "<script>"])
def test_language_that_we_do_not_speak_is_not_kept(
    browse: Browse, bo: User, alfa: Association, language: str
) -> None:
    response = browse(bo, alfa).post("/me/", {"language": language})
    bo.refresh_from_db()
    assert bo.language == "en" or language == ""
    assert response.status_code in {200, 302}


def test_form_changes_nothing_but_the_language(browse: Browse, bo: User, alfa: Association) -> None:
    browse(bo, alfa).post(
        "/me/", {"language": "fi", "email": "x@example.org", "is_active": "", "name": "X", "uuid": "0"}
    )
    after = User.objects.get(pk=bo.pk)
    assert (after.email, after.name, after.is_active, after.uuid) == (bo.email, bo.name, True, bo.uuid)


def test_switch_of_language_in_the_frame_is_kept_for_who_is_signed_in(
    browse: Browse, bo: User, alfa: Association
) -> None:
    client = browse(bo, alfa)
    assert client.post("/language/", {"language": "sv"}).status_code == 302
    bo.refresh_from_db()
    assert bo.language == "sv"
    assert client.get("/me/").headers["Content-Language"] == "sv"


def test_places_are_shown_once_each_with_roles_and_this_one_marked(
    browse: Browse, newcomer: Newcomer, alfa: Association, beta: Association, liitto: Umbrella
) -> None:
    user = newcomer(alfa)
    for fields in (
        {"association": alfa, "role": "coordinator"},
        {"association": beta, "role": "volunteer"},
        {"umbrella": liitto, "role": "analyst"},
    ):
        Access.objects.create(user=user, created_at=clock.now(), **fields)
    places = browse(user, alfa).get("/me/").context["places"]
    assert [
        (place.owner, [str(role) for role in place.roles], place.url, place.here) for place in places
    ] == [
        (alfa, ["coordinator", "volunteer"], "http://alfa.rinnalla.localhost:8000/signin/", True),
        (beta, ["volunteer"], "http://beta.rinnalla.localhost:8000/signin/", False),
        (liitto, ["federation analyst"], "http://liitto.rinnalla.localhost:8000/signin/", False),
    ]


def test_places_leave_out_what_ended_or_is_closed(
    browse: Browse, newcomer: Newcomer, alfa: Association, beta: Association
) -> None:
    user = newcomer(alfa)
    Access.objects.create(user=user, association=beta, role="volunteer", created_at=clock.now())
    client = Client(headers={"host": "id.rinnalla.localhost:8000"})
    client.force_login(user)
    assert [place.owner.slug for place in client.get("/").context["places"]] == ["alfa", "beta"]
    states.put(beta, "archived")
    assert [place.owner.slug for place in client.get("/").context["places"]] == ["alfa"]
    Access.objects.filter(user=user, association=alfa).update(ends_at=clock.now())
    page = client.get("/")
    assert page.context["places"] == []
    assert "You do not belong to an association yet" in page.content.decode()


def test_places_of_somebody_else_are_not_shown(
    browse: Browse, bo: User, alfa: Association, beta: Association
) -> None:
    page = browse(bo, alfa).get("/me/").content.decode()
    assert alfa.name in page
    assert beta.name not in page
