"""Places and host organisations over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY
from volunteers.register.models import Organisation, Site
from volunteers.register.services import organisations, sites
from volunteers.register.services.organisations import OrganisationPlan
from volunteers.register.services.sites import SitePlan

Browse = Callable[..., Client]
PATH, HOSTS, JSON = "/api/v1/sites/", "/api/v1/organisations/", "application/json"
MORNINGS = [{"weekday": 0, "opens": "09:00", "closes": "12:30"}]


@pytest.fixture
def ward(alfa: Association) -> Site:
    with entered(alfa):
        host = organisations.add_organisation(plan=OrganisationPlan(name="Keskussairaala"), by=BY)
        return sites.make_site(
            plan=SitePlan(
                name="Osasto 4", organisation=host, phone="016 1", email="osasto@example.org", access=["lift"]
            ),
            by=BY,
        )


def test_everybody_sees_places_and_coordinators_whom_to_call(
    browse: Browse, ada: User, bo: User, alfa: Association, ward: Site
) -> None:
    told = browse(ada, alfa).get(f"{PATH}{ward.uuid}/").json()
    seen = browse(bo, alfa).get(f"{PATH}{ward.uuid}/").json()
    assert (told["phone"], told["email"]) == ("016 1", "osasto@example.org")
    assert seen == told | {"phone": None, "email": None, "contact_name": None}
    assert seen["organisation"]["name"] == "Keskussairaala"
    names = [row["name"] for row in browse(bo, alfa).get(PATH).json()["results"]]
    assert names == ["Majakka", "Osasto 4"]
    assert browse(bo, alfa).get(HOSTS).status_code == 403
    assert browse(bo, alfa).post(PATH, {"name": "Oma"}, content_type=JSON).status_code == 403
    assert browse(bo, alfa).patch(f"{PATH}{ward.uuid}/", {}, content_type=JSON).status_code == 403


def test_coordinator_makes_and_changes_a_place(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    host = client.post(HOSTS, {"name": "Koulu", "checklist": "Ilmoittaudu"}, content_type=JSON).json()
    said = {"name": "Luokka", "organisation": host["uuid"], "opening_hours": MORNINGS}
    made = client.post(PATH, said, content_type=JSON)
    assert (made.status_code, made.json()["opening_hours"]) == (201, MORNINGS)

    one = f"{PATH}{made.json()['uuid']}/"
    changed = client.patch(one, {"access": ["toilet", "lift"]}, content_type=JSON).json()
    assert (changed["access"], changed["opening_hours"]) == (["lift", "toilet"], MORNINGS)
    (row,) = client.get(f"{PATH}?organisation={host['uuid']}").json()["results"]
    assert row["name"] == "Luokka"
    client.patch(one, {"is_active": False}, content_type=JSON)
    assert [row["name"] for row in client.get(f"{PATH}?active=no").json()["results"]] == ["Luokka"]
    away = client.patch(f"{HOSTS}{host['uuid']}/", {"is_active": False}, content_type=JSON).json()
    assert (away["is_active"], away["checklist"]) == (False, "Ilmoittaudu")


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"name": "majakka"}, 409, "site_known"),
        (
            {"name": "Yö", "opening_hours": [{"weekday": 0, "opens": "22:00", "closes": "02:00"}]},
            400,
            "opening_hours_order",
        ),
        ({"name": "Yö", "opening_hours": MORNINGS * 60}, 400, "invalid"),
        ({"name": "Yö", "opening_hours": [{"weekday": 7, "opens": "9", "closes": "24:01"}]}, 400, "invalid"),
        ({"name": "Yö", "access": ["helicopter"]}, 400, "invalid"),
    ],
)
def test_what_cannot_be_has_a_code_and_a_sentence(
    browse: Browse, ada: User, alfa: Association, said: Any, status: int, code: str
) -> None:
    answer = browse(ada, alfa).post(PATH, said, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_another_associations_places_are_unknown(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    with entered(beta):
        host = organisations.add_organisation(plan=OrganisationPlan(name="Betan talo"), by=BY)
        site = sites.make_site(plan=SitePlan(name="Betan huone"), by=BY)
    client = browse(ada, alfa)
    assert client.get(f"{PATH}{site.uuid}/").status_code == 404
    assert client.get(f"{HOSTS}{host.uuid}/").status_code == 404
    said = {"name": "Varas", "organisation": str(host.uuid)}
    assert client.post(PATH, said, content_type=JSON).status_code == 400
    with entered(alfa):
        assert not Organisation.objects.exists()


def test_page_of_places_takes_few_queries_however_many(
    browse: Browse,
    ada: User,
    alfa: Association,
    ward: Site,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browse(ada, alfa)
    with django_assert_max_num_queries(8):
        client.get(PATH)
    with entered(alfa):
        for number in range(3):
            sites.make_site(plan=SitePlan(name=f"Huone {number}", opening_hours=[(0, 540, 600)]), by=BY)
    with django_assert_max_num_queries(8):
        client.get(PATH)
