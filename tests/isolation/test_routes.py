"""Every route of every host, walked: who gets in, and that nobody gets anything of another association.

A new route is tried here without anybody thinking of it. Where the tests cannot know enough of it, they say
what to add.
"""

import itertools
import logging
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4

import pytest
import rules
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.context import entered
from tenants.logs import JsonFormatter
from tenants.models import Access, Association, Umbrella
from tests.isolation import planted
from tests.isolation.looks import IN_PUBLIC, seen
from tests.isolation.planted import NOW, Planted
from tests.isolation.routes import HARMLESS, IDENTIFIERS, Route, routes
from volunteers.register.models import Person

Browse = Callable[..., Client]
# Stands in everything that Beta has, and nowhere else.
MARK = "Qzvx7Beta"

# Which roles each rule lets in. A new rule needs its line.
ROLES = {"owner", "coordinator", "volunteer"}
ALL, COORDINATORS = ROLES, {"owner", "coordinator"}
MAY: dict[str, set[str]] = {
    "me": ALL | {"admin", "analyst"},
    "home": ALL,
    "today": COORDINATORS,
    "shifts.see": ALL,
    "shifts.sign_up": ALL,
    "shifts.manage": COORDINATORS,
    "hours.own": ALL,
    "hours.approve": COORDINATORS,
    "hours.import": COORDINATORS,
    "months.close": COORDINATORS,
    "figures.own": COORDINATORS,
    "people.manage": COORDINATORS,
    "figures.see": {"admin", "analyst"},
}
# For everybody, and each for a reason. A new one needs its line, and a second reader.
OPEN = {
    "association": {"public", "signin", "handoff", "signout", "theme", "language"},
    "umbrella": {"signin", "handoff", "signout", "theme", "language"},
    "base": {"landing", "theme", "language"},
}

ASSOCIATION, UMBRELLA = routes("association"), routes("umbrella")
GUARDED = [route for route in (*ASSOCIATION, *UMBRELLA) if route.rule not in {"public", "identity"}]
WITH_IDENTIFIER = [route for route in ASSOCIATION if route.identifiers]
each_guarded = pytest.mark.parametrize("route", GUARDED, ids=str)


# --- what a route must say -------------------------------------------------------------------------


def test_walk_finds_what_is_known_to_be_there() -> None:
    found = {(route.kind, route.name) for route in GUARDED}
    assert found >= {
        ("association", "home"),
        ("association", "shift-manage"),
        ("association", "api-shift-sign-up"),
        ("umbrella", "overview"),
        ("umbrella", "api-figures"),
    }
    assert len(WITH_IDENTIFIER) > 15


@pytest.mark.parametrize("route", [*ASSOCIATION, *UMBRELLA, *routes("base"), *routes("identity")], ids=str)
def test_route_says_what_it_is(route: Route) -> None:
    assert route.name, f"Give {route} a name: links are made from names."
    unknown = set(route.kwargs) - IDENTIFIERS - set(HARMLESS)
    if route.kind != "identity":  # allauth's own parts are secrets, which its own tests try
        assert not unknown, (
            f"{route} has {sorted(unknown)} in its address. In tests/isolation/routes.py add each to "
            "IDENTIFIERS if it names a row (then it is tried with those of another association), or to "
            "HARMLESS with a value if it does not."
        )
        assert route.rule, f"Mark the view of {route} with one of accounts.rights: who may open it?"
        known = route.rule in MAY or route.name in OPEN[route.kind]
        assert known, (
            f"{route} is open to {route.rule!r}. Add the rule to MAY in this test with the roles that "
            "it lets in, or the route to OPEN if it is for everybody."
        )


@each_guarded
def test_rule_of_a_route_exists(route: Route) -> None:
    assert rules.rule_exists(str(route.rule))


# --- who gets in -----------------------------------------------------------------------------------


def _address(route: Route) -> str:
    return route.path(**{name: uuid4() for name in route.identifiers})


def _knock(client: Client, route: Route, address: str | None = None) -> Iterator[Any]:
    """Every method that could do something: forms post, programs do more."""
    address = address or _address(route)
    yield client.get(address)
    if route.is_api:
        for method in (client.post, client.put, client.patch, client.delete):
            yield method(address, {}, content_type="application/json")
    else:
        yield client.post(address)


def _place(route: Route, alfa: Association, liitto: Umbrella) -> Association | Umbrella:
    return alfa if route.kind == "association" else liitto


@each_guarded
def test_nobody_is_led_to_the_sign_in(
    browse: Browse, alfa: Association, liitto: Umbrella, route: Route
) -> None:
    for response in _knock(browse(None, _place(route, alfa, liitto)), route):
        if route.is_api:
            assert response.status_code == 401
            assert response.json()["code"] == "not_authenticated"
        else:
            assert response.status_code == 302
            assert response.headers["Location"].startswith("/signin/?next=%2F")


@each_guarded
def test_stranger_finds_nothing(browse: Browse, alfa: Association, liitto: Umbrella, route: Route) -> None:
    """People of another association, of the federation, of an association below it, and of none."""
    User.objects.create_user("nobody@example.org")
    strangers = {
        "association": ("cleo", "dan", "vera", "nobody"),
        "umbrella": ("ada", "bo", "cleo", "nobody"),
    }
    for name in strangers[route.kind]:
        user = User.objects.get(email=f"{name}@example.org")
        for response in _knock(browse(user, _place(route, alfa, liitto)), route):
            assert response.status_code == 404, name
            if route.is_api:
                assert response.json()["code"] == "not_found"


@each_guarded
def test_role_gets_in_where_its_rules_say_so(
    browse: Browse, alfa: Association, liitto: Umbrella, route: Route
) -> None:
    place = _place(route, alfa, liitto)
    for role in ROLES if route.kind == "association" else ("admin", "analyst"):
        user = User.objects.create_user(f"{role}@example.org", name="One Role")
        Access.objects.create(user=user, role=role, created_at=clock.now(), **{route.kind: place})
        client = browse(user, place)
        if role in MAY[str(route.rule)]:
            # 404 is a row that is not there, which the control below tells from a closed door.
            assert client.get(_address(route)).status_code in {200, 302, 404, 405}, role
        else:
            for response in _knock(client, route):
                assert response.status_code == 403, role
                if route.is_api:
                    assert response.json()["code"] == "permission_denied"
    assert seen() == IN_PUBLIC


@pytest.mark.parametrize("route", [*ASSOCIATION, *UMBRELLA, *routes("base"), *routes("identity")], ids=str)
def test_no_route_takes_a_form_without_its_token(
    browse: Browse, ada: User, vera: User, alfa: Association, liitto: Umbrella, route: Route
) -> None:
    place = {"association": alfa, "umbrella": liitto}.get(route.kind, route.kind)
    client = browse(vera if route.kind == "umbrella" else ada, place, csrf=True)
    values: dict[str, object] = {name: uuid4() for name in route.identifiers}
    if route.kind == "identity":
        values |= {name: 1 if name == "pk" else "a1" for name in route.kwargs if name not in IDENTIFIERS}
    address = route.path(**values)
    response = (
        client.post(address, {}, content_type="application/json") if route.is_api else client.post(address)
    )
    assert response.status_code == 403


# --- another association's identifiers -------------------------------------------------------------


@pytest.fixture
def monday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def at_beta(beta: Association, monday: None) -> Planted:
    return planted.plant(beta, mark=MARK, first_key=900_000)


@pytest.fixture
def at_alfa(alfa: Association, ada: User, monday: None) -> Planted:
    """The same of Ada's own, for the control."""
    with entered(alfa):
        person = Person.objects.get(user_uuid=ada.uuid)
    return planted.plant(alfa, mark="Alfas", first_key=500_000, person=person)


@pytest.fixture
def hear(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything that was logged, as it is written."""
    caplog.set_level(logging.DEBUG)

    def lines() -> str:
        shown = [JsonFormatter().format(record) for record in caplog.records if "psycopg" not in record.name]
        return "\n".join(line for line in shown if '"django.db' not in line)

    return lines


def told(response: Any) -> str:
    """Everything that a response says: head and body."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}{response.cookies}{body.decode(errors='replace')}"


def test_everything_that_has_an_identifier_is_planted(at_beta: Planted) -> None:
    missing = planted.models_with_uuid() - set(at_beta.uuids)
    assert not missing, f"Plant a row of {sorted(missing)} in tests/isolation/planted.py."
    empty = [name for name, number in at_beta.count().items() if not number and name != "ChangedMonth"]
    assert not empty, f"Plant a row of {empty} in tests/isolation/planted.py."


def _mixed(route: Route, strange: Planted, own: Planted) -> Iterator[dict[str, UUID]]:
    """Addresses in which at least one identifier is another association's."""
    both = [
        *((uuid, True) for uuid in strange.uuids.values()),
        *((uuid, False) for uuid in own.uuids.values()),
    ]
    for chosen in itertools.product(both, repeat=len(route.identifiers)):
        if any(is_strange for _uuid, is_strange in chosen):
            yield dict(zip(route.identifiers, (uuid for uuid, _ in chosen), strict=True))


@pytest.mark.parametrize("route", WITH_IDENTIFIER, ids=str)
def test_identifier_of_another_association_finds_nothing(
    browse: Browse, ada: User, alfa: Association, at_beta: Planted, at_alfa: Planted, route: Route,
    hear: Callable[[], str],
) -> None:  # fmt: skip
    client = browse(ada, alfa)
    before, own_before = at_beta.rows(), at_alfa.rows()
    for values in _mixed(route, at_beta, at_alfa):
        for response in _knock(client, route, route.path(**values)):
            assert response.status_code in {404, 405}
            assert MARK not in told(response)
    assert at_beta.rows() == before
    assert at_alfa.rows() == own_before
    assert MARK not in hear()


@pytest.mark.parametrize("route", WITH_IDENTIFIER, ids=str)
def test_control_own_identifier_finds_something(
    browse: Browse, ada: User, alfa: Association, at_alfa: Planted, route: Route
) -> None:
    """The same addresses lead somewhere with what is Alfa's: they are not 404 for another reason."""
    client = browse(ada, alfa)
    statuses = set()
    for chosen in itertools.product(at_alfa.uuids.values(), repeat=len(route.identifiers)):
        address = route.path(**dict(zip(route.identifiers, chosen, strict=True)))
        statuses |= {client.get(address).status_code, client.post(address).status_code}
    assert statuses & {200, 201, 302, 400, 409, 422}, statuses


def test_no_page_of_one_association_shows_anything_of_another(
    browse: Browse, ada: User, vera: User, alfa: Association, liitto: Umbrella, at_beta: Planted,
    hear: Callable[[], str],
) -> None:  # fmt: skip
    """Lists, exports, searches: whatever has no identifier in its address."""
    for user, place, kind in ((ada, alfa, ASSOCIATION), (vera, liitto, UMBRELLA), (None, alfa, ASSOCIATION)):
        for route in kind:
            if route.identifiers:
                continue
            client = browse(user, place)
            for question in ("", f"?q={MARK[:6]}", "?page=1&order=name&state=all&year=2025&month=2"):
                assert MARK not in told(client.get(route.path() + question))
    assert MARK not in hear()


# What a form's field gets, by its name or its type.
DEFAULTS = {
    "date": "2025-02-10",
    "time": "18:00",
    "number": "2",
    "email": "x@example.org",
    "start": "18:00",
    "end": "20:00",
}


class Form(HTMLParser):
    """The fields of a page's forms that post, filled in as far as they can be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather inputs, and selects with their options."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "option" and self._select:
            self.choices[self._select].append(given.get("value", ""))
            if given.get("value") and ("selected" in given or not self.fields[self._select]):
                self.fields[self._select] = given["value"]
        elif tag == "select" and name:
            self._select = name
            self.choices.setdefault(name, [])
            self.fields.setdefault(name, "")
        elif tag in {"input", "textarea"} and name and given.get("type") != "file":
            by_type = DEFAULTS.get(given.get("type", ""), "x")
            self.fields[name] = given.get("value") or DEFAULTS.get(name, by_type)
            if given.get("type") in {"radio", "checkbox"}:
                self.choices.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """A select ends."""
        if tag == "select":
            self._select = ""


FORMS = [route for route in ASSOCIATION if route.rule in MAY and not route.is_api]


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_form_does_not_take_another_associations_identifiers(
    browse: Browse, ada: User, alfa: Association, at_beta: Planted, at_alfa: Planted, route: Route,
    hear: Callable[[], str],
) -> None:  # fmt: skip
    """Each choice of each form, answered with what is Beta's."""
    client = browse(ada, alfa)
    before = at_beta.rows()
    for chosen in itertools.product(at_alfa.uuids.values(), repeat=len(route.identifiers)):
        address = route.path(**dict(zip(route.identifiers, chosen, strict=True)))
        page = client.get(address)
        if page.status_code != 200 or page.streaming:
            continue
        form = Form(page.content.decode())
        strangers: list[UUID | int] = [*at_beta.uuids.values(), *at_beta.keys.values()]
        for field, strange in itertools.product(form.choices, strangers):
            response = client.post(address, form.fields | {field: str(strange)})
            assert response.status_code < 500
            assert MARK not in told(response)
            assert not _holds(at_alfa, strange), f"{route} took {field}={strange} of another association."
    assert at_beta.rows() == before
    assert MARK not in hear()


def _holds(there: Planted, identifier: UUID | int) -> bool:
    """Whether an identifier of somebody else's has got into any row."""
    return any(identifier in row for rows in there.rows().values() for row in rows if isinstance(row, tuple))


def test_control_forms_are_found_with_their_choices(
    browse: Browse, ada: User, alfa: Association, at_alfa: Planted
) -> None:
    """And what the form is filled with would do: with Alfa's own choices a shift is made."""
    client = browse(ada, alfa)
    form = Form(client.get("/coordinate/shifts/new/").content.decode())
    assert {"role", "site", "contact_person"} <= set(form.choices)
    before = at_alfa.count()["Shift"]
    own = {"role": str(at_alfa.keys["VolunteerRole"]), "site": str(at_alfa.keys["Site"])}
    answer = client.post("/coordinate/shifts/new/", form.fields | own)
    assert (answer.status_code, at_alfa.count()["Shift"]) == (302, before + 1)


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.logs_errors
@pytest.mark.parametrize("path", ["/trial/fail/", "/trial/fail-in-sql/"])
def test_error_report_names_the_place_in_the_code_and_nothing_personal(
    browse: Browse, ada: User, alfa: Association, trial_routes: None, hear: Callable[[], str], path: str
) -> None:
    client = browse(ada, alfa)
    client.raise_request_exception = False
    answer = told(client.get(f"{path}?q={MARK}", headers={"X-Mark": MARK}))
    report = hear()
    assert '"status": 500' in report
    assert "trial.py:" in report
    for secret in ("secret-of-the-error", "Ahola", "ada@example.org", MARK, str(ada.uuid)):
        assert secret not in answer
        assert secret not in report
