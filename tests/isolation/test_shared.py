"""The shared side's rows of one federation or association are nothing to another, whatever the identifier."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from accounts.models import User
from accounts.routes import Route, routes
from tenants import clock
from tenants.addresses import Kind
from tenants.context import entered
from tenants.models import Access, Affiliation, Association, JoinRequest, Umbrella
from tests.isolation import planted_shared, planted_umbrella
from tests.isolation.matrix import methods_of
from tests.isolation.planted import NOW
from tests.isolation.test_matrix import EVERY, knock, told, undone

Browse = Callable[..., Client]
MARK, OURS = "Qzvx7Toinen", "Wvkx5Liitto"
# In figures there are few words: each federation's own number is in all of them.
NUMBER, OUR_NUMBER = 731_995_417, 862_447_931
THEIRS = UUID("bbbbbbbb-0000-4000-8000-000000000002")
WITH_IDENTIFIER = [route for route in routes("umbrella") if route.identifiers]
OF_REQUESTS = [route for route in WITH_IDENTIFIER if str(route.rule).startswith("joining.")]


@pytest.fixture
def toinen(monday: None, db: None) -> Umbrella:
    """Another federation, with a request to join it."""
    umbrella = Umbrella.objects.create(slug="toinen", name_fi="Toinen liitto", created_at=NOW)
    planted_shared.plant_of_umbrella(umbrella, mark=MARK, uuid=THEIRS)
    return umbrella


@pytest.fixture
def own(monday: None, liitto: Umbrella) -> JoinRequest:
    """The same of the federation whose pages are asked, for the control."""
    return planted_shared.plant_of_umbrella(liitto, mark=OURS, uuid=EVERY)


@pytest.fixture
def ilkka(liitto: Umbrella) -> User:
    """Administers the federation."""
    user: User = User.objects.create_user("ilkka@example.org", None, name="Ilkka", language="en")
    Access.objects.create(user=user, umbrella=liitto, role="admin", created_at=clock.now())
    return user


def _answers(client: Client, route: Route, uuid: UUID) -> Iterator[Any]:
    address = route.path(**dict.fromkeys(route.identifiers, uuid))
    for method in methods_of(route):
        with undone():
            yield knock(client, route, method, address)


def test_every_table_of_the_shared_side_is_planted_or_said_to_need_it_not() -> None:
    known = planted_shared.PLANTED | planted_shared.NOT_PLANTED
    assert planted_shared.tables() == known, (
        "Plant a row of the new table in tests/isolation/planted_shared.py, or say there why it needs none."
    )


@pytest.mark.usefixtures("no_rates", "own", "toinen")
@pytest.mark.parametrize("login", ["vera", "ilkka"])
def test_request_to_another_federation_is_not_found(
    browse: Browse, ilkka: User, liitto: Umbrella, login: str
) -> None:
    client = browse(User.objects.get(email=f"{login}@example.org"), liitto)
    before, wrong = planted_shared.rows(), []
    for route in WITH_IDENTIFIER:
        for response in _answers(client, route, THEIRS):
            if response.status_code not in {403, 404, 405}:
                wrong.append(f"{route} answers {response.status_code}")
            if MARK in told(response):
                wrong.append(f"{route} tells of another federation")
    for route in routes("umbrella"):
        address = route.path(**dict.fromkeys(route.identifiers, EVERY))
        if MARK in told(client.get(address)):
            wrong.append(f"{route} tells of another federation without being asked")
    assert wrong == []
    assert planted_shared.rows() == before


@pytest.mark.usefixtures("no_rates", "own", "toinen")
def test_control_own_request_is_found(browse: Browse, ilkka: User, liitto: Umbrella) -> None:
    client = browse(ilkka, liitto)
    nowhere = [
        str(route)
        for route in OF_REQUESTS
        if not {one.status_code for one in _answers(client, route, EVERY)} & {200, 302, 409, 422}
    ]
    assert nowhere == []
    assert OURS in told(client.get(f"/requests/{EVERY}/"))
    assert OURS in told(client.get("/requests/"))


def test_roles_of_associations_cannot_read_the_shared_side(alfa: Association, beta: Association) -> None:
    """In PostgreSQL itself: the role in which an association's pages run has no right on these tables."""
    planted_shared.plant_of_association(beta, mark=MARK)
    for name in sorted(planted_shared.PLANTED):
        with entered(alfa), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT 1 FROM public.tenants_{name.lower()}")


# --- figures -----------------------------------------------------------------------------------------


@pytest.fixture
def figures(monday: None, alfa: Association, beta: Association, liitto: Umbrella, toinen: Umbrella) -> None:
    """Both federations have told a year, frozen it, corrected it and set themselves targets.

    Alfa's figures are those of the first; the second has told of Beta, which belongs to it as well.
    """
    Affiliation.objects.create(association=beta, umbrella=toinen, from_on=date(2020, 1, 1))
    planted_umbrella.plant(liitto, alfa, mark=OURS, number=OUR_NUMBER)
    planted_umbrella.plant(toinen, beta, mark=MARK, number=NUMBER)


def test_every_table_of_figures_is_planted_or_said_to_need_it_not() -> None:
    known = planted_umbrella.PLANTED | planted_umbrella.NOT_PLANTED
    assert planted_umbrella.tables() == known, (
        "Plant a row of the new table in tests/isolation/planted_umbrella.py, or say why it needs none."
    )


def _told_of_years(client: Client, kind: Kind, own: str) -> Iterator[tuple[Route, str]]:
    """What every page, export and route of the API says of the years that are told."""
    for route in routes(kind):
        values = {name: own if name in {"slug", "code"} else EVERY for name in route.identifiers}
        address = route.path(**values, **({"year": planted_umbrella.YEAR} if "year" in route.kwargs else {}))
        for query in ("", f"?year={planted_umbrella.YEAR}", f"?year={planted_umbrella.OPEN_YEAR}"):
            with undone():
                yield route, told(client.get(address + query))


@pytest.mark.usefixtures("no_rates", "figures")
def test_no_page_of_a_federation_tells_figures_of_another(
    browse: Browse, ilkka: User, liitto: Umbrella
) -> None:
    said = list(_told_of_years(browse(ilkka, liitto), "umbrella", "alfa"))
    assert [str(route) for route, text in said if MARK in text or planted_umbrella.tells(text, NUMBER)] == []
    # The control: what looks for the other's number finds one's own, on pages, in files and in the API.
    own = {route.name for route, text in said if planted_umbrella.tells(text, OUR_NUMBER)}
    assert own >= {
        "overview", "figures-months", "figures-trends", "figures-csv", "figure-targets",
        "figures-corrections", "association-figures", "api-figures",
    }  # fmt: skip


@pytest.mark.usefixtures("no_rates", "figures")
def test_no_page_of_an_association_tells_figures_of_a_federation_that_it_does_not_belong_to(
    browse: Browse, liitto: Umbrella, alfa: Association, ada: User
) -> None:
    said = list(_told_of_years(browse(ada, alfa), "association", "beta"))
    assert [str(route) for route, text in said if MARK in text or planted_umbrella.tells(text, NUMBER)] == []
    assert any(planted_umbrella.tells(text, OUR_NUMBER) for _route, text in said)
