"""The register over HTTP."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.api.programs import program, token
from tests.volunteers.register.conftest import BY, MONDAY
from volunteers.register.models import Person
from volunteers.register.services import people

Browse = Callable[..., Client]
PATH = "/api/v1/people/"
DAY = timedelta(days=1)


def test_people_come_in_order_and_pages(
    browse: Browse, ada: User, alfa: Association, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with entered(alfa):
        people.add_person(given_name="Eeva", family_name="Äijälä", phone="040 1", by=BY)
    client = browse(ada, alfa)
    with django_assert_num_queries(10):
        first = client.get(f"{PATH}?page_size=2").json()
    assert [row["family_name"] for row in first["results"]] == ["Ahola", "Berg"]
    (last,) = client.get(first["next"]).json()["results"]
    assert last["uuid"]
    del last["uuid"]
    assert last == {
        "given_name": "Eeva",
        "family_name": "Äijälä",
        "email": "",
        "phone": "040 1",
        "language": "fi",
        "municipality": "",
        "postal_code": "",
        "speaks": [],
        "skills": [],
        "state": "",
        "since": None,
        "roles": [],
        "tags": [],
        "can_sign_in": False,
        "created_at": "2025-02-03T08:00:00+02:00",
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=active", ["Ahola", "Berg"]),
        ("state=none", ["Äijälä"]),
        ("sign_in=no&language=fi", ["Äijälä"]),
        ("language=sv", []),
        ("q=aijala", ["Äijälä"]),
        ("q=Äijjälä", ["Äijälä"]),
        ("q=0401234", ["Äijälä"]),
        ("q=nobody at all", []),
        ("q=a&state=active&sort=-name", ["Berg", "Ahola"]),
        ("sort=-created", ["Äijälä", "Berg", "Ahola"]),
        ("sort=-name", ["Äijälä", "Berg", "Ahola"]),
    ],
)
def test_people_are_narrowed(
    browse: Browse, ada: User, alfa: Association, query: str, names: list[str]
) -> None:
    with entered(alfa):
        people.add_person(given_name="Eeva", family_name="Äijälä", phone="040 1234", by=BY)
        Person.objects.filter(family_name="Berg").update(created_at=MONDAY - DAY)
        Person.objects.filter(family_name="Ahola").update(created_at=MONDAY - 2 * DAY)
    rows = browse(ada, alfa).get(f"{PATH}?{query}").json()["results"]
    assert [row["family_name"] for row in rows] == names


@pytest.mark.parametrize(
    "query", ["state=x", "role=1", "language=de", "sign_in=maybe", "sort=shoe", "q=" + "x" * 101]
)
def test_nonsense_is_refused(browse: Browse, ada: User, alfa: Association, query: str) -> None:
    assert browse(ada, alfa).get(f"{PATH}?{query}").status_code == 400


@pytest.mark.parametrize("sort", ["name", "-name", "created", "-created"])
def test_every_order_comes_whole_in_pages(browse: Browse, ada: User, alfa: Association, sort: str) -> None:
    with entered(alfa):
        for number in range(5):
            people.add_person(given_name="Eeva", family_name=f"Samanniminen{number % 2}", by=BY)
    client, found = browse(ada, alfa), list[str]()
    url = f"{PATH}?page_size=2&sort={sort}"
    while url:
        answer = client.get(url).json()
        found += [row["uuid"] for row in answer["results"]]
        url = answer["next"]
    assert len(found) == len(set(found)) == 7


def test_cursor_of_another_order_is_refused_or_harmless(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    cursor = client.get(f"{PATH}?page_size=1").json()["next"].partition("?")[2]
    assert client.get(f"{PATH}?{cursor}&sort=created").status_code in {200, 404}


def test_one_person_is_told_as_in_the_list(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    for row in client.get(PATH).json()["results"]:
        assert client.get(f"{PATH}{row['uuid']}/").json() == row
        assert (row["state"], row["since"]) == ("active", "2020-01-01")
        assert [role["code"] for role in row["roles"]] == ["host"]


def test_person_of_another_association_is_not_there(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    with entered(beta):
        theirs = people.add_person(given_name="Qzvx7", family_name="Betalainen", by=BY)
    for client in (browse(ada, alfa), program(alfa, token(ada, alfa).secret)):
        assert client.get(f"{PATH}{theirs.uuid}/").status_code == 404
        assert "Qzvx7" not in client.get(PATH).content.decode()
        assert client.get(f"{PATH}?q=Qzvx7").json()["results"] == []


def test_person_who_was_erased_is_not_there(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        gone = people.add_person(given_name="Eeva", family_name="Äijälä", by=BY)
        blank = {"given_name": "", "family_name": "", "email": "", "phone": ""}
        Person.objects.filter(pk=gone.pk).update(is_blank=True, **blank)
    assert browse(ada, alfa).get(f"{PATH}{gone.uuid}/").status_code == 404


def test_volunteers_do_not_read_the_register(browse: Browse, bo: User, alfa: Association) -> None:
    assert browse(bo, alfa).get(PATH).status_code == 403
