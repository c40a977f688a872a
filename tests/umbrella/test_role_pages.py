"""What can be read by role on pages, in the export and by machines: published rows, and no number that is
hidden."""

import csv
import json
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tenants.models import Association, CatalogueRole
from tests.umbrella.federation import Federation
from tests.umbrella.test_role_releases import NEW_YEAR, told_year
from umbrella import role_views

Browse = Callable[..., Client]

# Two people drive at Puro, for 154 minutes together.
SECRETS = ("154", "2,57", "2.57")
PAGES = ("/roles/?year=2024", "/roles/driver/?year=2024", "/figures/{slug}-puro/?year=2024")


@pytest.fixture(scope="module")
def told(place: Federation, django_db_blocker: Any) -> Iterator[Federation]:
    """2024 by role, with hours in January, to be read only; one of the two roles is in the catalogue."""
    with django_db_blocker.unblock():
        CatalogueRole.objects.create(
            umbrella=place.umbrella,
            code="driver",
            family="supporters",
            name_fi="Kuljettaja",
            name_en="Driver",
        )
        told_year(place)
        place.release(NEW_YEAR)
        yield place
        CatalogueRole.objects.filter(umbrella=place.umbrella).delete()
        place.wipe()


def page(told: Federation, browse: Browse, path: str) -> str:
    response = browse(told.analyst, told.umbrella).get(path.format(slug=told.umbrella.slug))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_pages_by_role_show_what_is_published_and_no_hidden_number(
    told: Federation, browse: Browse, path: str
) -> None:
    text = page(told, browse, path)
    assert "Driver" in text
    assert "Told by role in the release of" in text
    # Beneath the federation and its districts, where nothing is hidden.
    assert ("• is a hidden figure." in text) == (path != PAGES[0])
    assert [secret for secret in SECRETS if f">{secret}" in text] == []


@pytest.mark.django_db
def test_federation_and_districts_keep_their_sums(told: Federation, browse: Browse) -> None:
    text = page(told, browse, PAGES[0])
    # 7 × 45, 6 × 75 and 2 × 77 minutes; and those of the associations' own roles.
    assert "15 h" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Own roles: Builders" in text


@pytest.mark.django_db
def test_associations_that_have_a_role_come_in_pages(
    told: Federation, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(role_views, "SHOWN", 2)
    assert "Puro" not in page(told, browse, PAGES[1])
    second = page(told, browse, PAGES[1] + "&page=2")
    assert "Puro" in second
    assert "Koski" not in second


@pytest.mark.django_db
def test_association_shows_its_year_months_and_roles(told: Federation, browse: Browse) -> None:
    text = page(told, browse, "/figures/{slug}-lampi/?year=2024")
    assert "7 h" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Own roles: Builders" in text


@pytest.mark.django_db
def test_machines_get_the_same(told: Federation, browse: Browse) -> None:
    answer = json.loads(browse(told.analyst, told.umbrella).get("/api/v1/figures/roles/?year=2024").content)
    slug = told.umbrella.slug
    found = {
        (one["association"].removeprefix(f"{slug}-"), one["code"]): one for one in answer["associations"]
    }
    nothing = {"minutes": None, "people": None, "state": "hidden"}
    assert found["puro", "driver"]["year"] == found["puro", "own-builders"]["year"] == nothing
    assert found["lampi", "own-builders"]["year"] == {"minutes": 420, "people": 7, "state": "shown"}
    assert found["puro", "driver"]["family"] == "supporters"
    districts = {(one["district"], one["family"]): one["year"]["people"] for one in answer["districts"]}
    assert districts == {("north", "supporters"): 15, ("north", "builders"): 24, ("south", "builders"): 7}
    assert [(role["code"], role["name"], role["months"][0]["people"]) for role in answer["roles"]] == [
        ("driver", "Driver", 15),
        ("own-builders", "Own roles: Builders", 31),
    ]
    assert {month["state"] for role in answer["roles"] for month in role["months"][1:]} == {"not_reported"}


@pytest.mark.django_db
def test_export_has_the_three_tables(told: Federation, browse: Browse) -> None:
    response = browse(told.analyst, told.umbrella).get("/roles.csv?year=2024")
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {9}
    of_puro = [row[4:] for row in rows if row[3] == "Puro"]
    assert of_puro == [
        ["Supporters and crisis helpers", "Driver", "", "", "hidden"],
        ["Builders", "Own roles: Builders", "", "", "hidden"],
    ]
    of_all = [row[4:] for row in rows if row[:4] == ["2024", "1", "federation", told.umbrella.name]]
    assert ["Supporters and crisis helpers", "Driver", "15,32", "15", ""] in of_all


@pytest.mark.django_db
def test_what_is_not_published_is_not_found(told: Federation, browse: Browse) -> None:
    client = browse(told.analyst, told.umbrella)
    assert client.get("/roles/?year=2023").status_code == 404
    assert client.get("/roles/nothing/?year=2024").status_code == 404
    assert client.get("/figures/nobody/?year=2024").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PAGES, "/roles.csv", "/api/v1/figures/roles/"])
def test_nobody_else_finds_them(
    told: Federation, browse: Browse, bo: User, vera: User, alfa: Association, path: str
) -> None:
    address = path.format(slug=told.umbrella.slug)
    assert browse(bo, told.umbrella).get(address).status_code == 404
    assert browse(vera, told.umbrella).get(address).status_code == 404
    assert browse(bo, alfa).get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PAGES, "/api/v1/figures/roles/?year=2024"])
def test_few_questions_and_none_in_an_association_or_the_exact_store(
    told: Federation, browse: Browse, path: str
) -> None:
    client = browse(told.analyst, told.umbrella)
    address = path.format(slug=told.umbrella.slug)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    queries = [query["sql"] for query in asked.captured_queries]
    assert len(queries) <= 15, len(queries)
    assert [q for q in queries if "SET ROLE" in q.upper() or "figures." in q or '"figures"' in q] == []
