"""The register over HTTP."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY
from volunteers.register.services import people

Browse = Callable[..., Client]
PATH = "/api/v1/people/"


def test_people_come_in_order_and_pages(
    browse: Browse, ada: User, alfa: Association, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with entered(alfa):
        people.add_person(given_name="Eeva", family_name="Äijälä", phone="040 1", by=BY)
    client = browse(ada, alfa)
    with django_assert_num_queries(8):
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
        "state": "",
        "can_sign_in": False,
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=active", ["Ahola", "Berg"]),
        ("state=none", ["Äijälä"]),
        ("sign_in=no&language=fi", ["Äijälä"]),
        ("language=sv", []),
    ],
)
def test_people_are_narrowed(
    browse: Browse, ada: User, alfa: Association, query: str, names: list[str]
) -> None:
    with entered(alfa):
        people.add_person(given_name="Eeva", family_name="Äijälä", by=BY)
    rows = browse(ada, alfa).get(f"{PATH}?{query}").json()["results"]
    assert [row["family_name"] for row in rows] == names


@pytest.mark.parametrize("query", ["state=x", "role=1", "language=de", "sign_in=maybe"])
def test_nonsense_is_refused(browse: Browse, ada: User, alfa: Association, query: str) -> None:
    assert browse(ada, alfa).get(f"{PATH}?{query}").status_code == 400


def test_volunteers_do_not_read_the_register(browse: Browse, bo: User, alfa: Association) -> None:
    assert browse(bo, alfa).get(PATH).status_code == 403
