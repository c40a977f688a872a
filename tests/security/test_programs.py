"""What programs may send: JSON of a bounded depth, from our own pages, and only what is asked for."""

import json
from collections.abc import Callable, Iterator
from typing import Literal
from uuid import UUID

import pytest
from django.test import Client

from accounts.models import User
from accounts.routes import routes
from scheduling.hours.models import HoursEntry
from scheduling.shifts.models import Shift, SignUp
from tenants import clock
from tenants.context import entered
from tenants.models import Association, Umbrella
from tests.isolation import planted
from tests.isolation.asking import noting
from tests.isolation.planted import NOW, Planted
from volunteers.register.models import Person

Browse = Callable[..., Client]
SHIFTS = "/api/v1/shifts/"
JSON = "application/json"


@pytest.fixture
def monday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.mark.parametrize(
    "body",
    [
        "[" * 200_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        '{"a":' + "9" * 5000 + "}",
        "{",
        "NaN",
        '"\\ud800"',
        "\\",
    ],
    ids=["lists", "objects", "long number", "half", "no number", "half a letter", "rubbish"],
)
def test_json_made_to_break_the_reader_is_refused(
    browse: Browse, ada: User, alfa: Association, body: str
) -> None:
    response = browse(ada, alfa).post(SHIFTS, body, content_type=JSON)
    assert response.status_code == 400
    assert set(response.json()) == {"code", "sentence", "data"}


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"],
)
def test_other_kinds_than_json_are_not_read(browse: Browse, ada: User, alfa: Association, kind: str) -> None:
    """What another site's form can send without being asked is none of them."""
    response = browse(ada, alfa).post(SHIFTS, '{"title": "x"}', content_type=kind)
    assert response.status_code == 415


def test_answers_are_json_and_never_a_script(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    for route in routes("association"):
        if route.is_api and not route.identifiers:
            response = client.get(route.path(), {"callback": "f", "jsonp": "f", "format": "jsonp"})
            assert response.headers["Content-Type"] == JSON, str(route)
            assert response.content[:1] in b"{["


def test_session_of_a_browser_changes_nothing_without_its_token(
    browse: Browse, ada: User, alfa: Association
) -> None:
    client = browse(ada, alfa, csrf=True)
    with entered(alfa):
        before = Shift.objects.count()
    response = client.post(SHIFTS, "{}", content_type=JSON, headers={"Origin": "https://evil.example"})
    assert (response.status_code, response.json()["code"]) == (403, "permission_denied")
    with entered(alfa):
        assert Shift.objects.count() == before


def test_fields_that_nobody_asks_for_change_nothing(
    browse: Browse, ada: User, alfa: Association, monday: None
) -> None:
    wanted = {
        "role": "host",
        "title": "Mine",
        "starts_at": "2025-02-10T17:00+02:00",
        "ends_at": "2025-02-10T19:00+02:00",
        "places": 2,
    }
    more = {
        "taken": 2,
        "state": "published",
        "uuid": "00000000-0000-4000-8000-000000000000",
        "id": 1,
        "created_at": "2000-01-01",
    }
    response = browse(ada, alfa).post(SHIFTS, json.dumps(wanted | more), content_type=JSON)
    assert response.status_code == 201
    with entered(alfa):
        made = Shift.objects.get(title="Mine")
        assert (made.taken, made.state, made.created_at.year) == (0, "draft", 2025)
        assert str(made.uuid) != more["uuid"]


# --- neighbours ------------------------------------------------------------------------------------

# All of hers has this identifier, so that one address tries every kind of row; not what everybody may see.
HERS = UUID("cccccccc-0000-4000-8000-000000000003")
FOR_ALL = {"Shift", "VolunteerRole", "AgreementText", "Site", "Run", "Survey"}
# The database lets nobody change these.
SIGNED = {"Signature"}


@pytest.fixture
def of_ada(alfa: Association, ada: User, monday: None) -> Planted:
    with entered(alfa):
        person = Person.objects.get(user_uuid=ada.uuid)
    found = planted.plant(alfa, mark="OfAdaZz", key=500_000, person=person)
    with entered(alfa):
        for model in planted.tenant_models():
            if model.__name__ in found.uuids.keys() - FOR_ALL - SIGNED:
                model._default_manager.filter(pk=found.keys[model.__name__]).update(uuid=HERS)
    return found


def test_volunteer_changes_nothing_that_is_another_persons(
    browse: Browse, bo: User, alfa: Association, of_ada: Planted
) -> None:
    """Every route, with what is somebody else's of the same association, and with what all may see."""
    client = browse(bo, alfa)
    with entered(alfa):
        entries = list(HoursEntry.objects.order_by("pk").values())
        sign_ups = list(SignUp.objects.filter(pk=of_ada.keys["SignUp"]).values())
    for_all = {of_ada.uuids[name] for name in FOR_ALL}
    for route in routes("association"):
        if len(route.identifiers) != 1:
            continue
        for uuid in (HERS, *(of_ada.uuids[name] for name in FOR_ALL | SIGNED)):
            path = route.path(**{route.identifiers[0]: uuid})
            for response in (client.get(path), client.post(path, {"starts": "10:00"})):
                assert uuid in for_all or response.status_code not in {200, 302}, str(route)
    with entered(alfa):
        assert list(HoursEntry.objects.order_by("pk").values()) == entries
        assert list(SignUp.objects.filter(pk=of_ada.keys["SignUp"]).values()) == sign_ups


ODD: list[dict[str, str | list[str]]] = [
    {"page": "9" * 4000},
    {"page": "-1"},
    {"page": "²"},
    {"page": "١"},
    {"page": ["1", "2"]},
    {"year": "9999"},
    {"year": "0000"},
    {"year": "٢٠٢٥"},
    {"month": "13"},
    {"day": "9999-12-31"},
    {"day": "0001-01-01"},
    {"week": "9999-12-31"},
    {"week": "0001-01-01"},
    {"role": "9" * 30},
    {"site": "9" * 30},
    {"q": "%' OR 1=1 --"},
    {"cursor": "cD0x"},
    {"cursor": "!"},
    {"page_size": "9" * 30},
    {"ordering": "person__email"},
]


@pytest.mark.parametrize("kind", ["association", "umbrella"])
def test_odd_questions_break_no_page(
    browse: Browse,
    ada: User,
    vera: User,
    alfa: Association,
    liitto: Umbrella,
    kind: Literal["association", "umbrella"],
) -> None:
    """Each where it is read; all at once everywhere."""
    client = browse(ada, alfa) if kind == "association" else browse(vera, liitto)
    client.raise_request_exception = False
    everything = {name: value for odd in ODD for name, value in odd.items()}
    wrong = []
    for route in routes(kind):
        if route.identifiers:
            continue
        with noting() as read:
            answers = [client.get(route.path(), everything)]
        answers += [client.get(route.path(), odd) for odd in ODD if read.intersection(odd)]
        wrong += [answer.request for answer in answers if answer.status_code >= 500]
    assert wrong == []
