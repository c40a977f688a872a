"""The shared side's rows of one federation or association are nothing to another, whatever the identifier."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from accounts.models import User
from accounts.routes import Route, routes
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association, JoinRequest, Umbrella
from tests.isolation import planted_shared
from tests.isolation.matrix import methods_of
from tests.isolation.planted import NOW
from tests.isolation.test_matrix import EVERY, knock, told, undone

Browse = Callable[..., Client]
MARK, OURS = "Qzvx7Toinen", "Wvkx5Liitto"
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
