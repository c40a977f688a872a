"""Every route of every host, tried with identifiers that are not its own: in the address, the query, a form.

A new route is tried here without anybody thinking of it. Where the tests cannot know enough of it, they say
what to add. Who gets in at all is test_matrix.py's.
"""

import itertools
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from accounts.routes import HARMLESS, IDENTIFIERS, Route, routes
from desk.outgoing import acts
from scheduling.activities import participants
from tenants.addresses import URLCONFS
from tenants.context import entered
from tenants.logs import JsonFormatter
from tenants.models import Association, FederationLetter, Umbrella
from tests.isolation import planted
from tests.isolation.asking import Form, forms_behind, forms_of, queries, questions
from tests.isolation.matrix import METHODS, OWNER, RULES, methods_of
from tests.isolation.planted import NOW, Planted
from tests.isolation.test_matrix import EVERY, knock, told, undone
from tests.isolation.written import Written
from volunteers.pairs import clients
from volunteers.register import incidents
from volunteers.register.models import Person

Browse = Callable[..., Client]
# Stands in everything that Beta has, and nowhere else.
MARK = "Qzvx7Beta"
# The identifier of every row of Beta's; Alfa's rows have EVERY, so one address tries all kinds of rows.
THEIRS = UUID("bbbbbbbb-0000-4000-8000-000000000002")
THEIR_KEY = 900_000
MALFORMED = (
    "x",
    "0",
    "-1",
    "9" * 30,
    "%00",
    "%F0%9F%92%A9",
    f"{EVERY}'--",
    "{EVERY}",
    "a" * 300,
    "..",
    "2025-02-30",
)

ASSOCIATION, UMBRELLA = routes("association"), routes("umbrella")
WITH_IDENTIFIER = [route for route in ASSOCIATION if route.identifiers]
# A guest's pages are tried as a guest; a token is no row of the association.
OPEN_TO_ADA = [
    route
    for route in WITH_IDENTIFIER
    if OWNER in RULES.get(str(route.rule), {OWNER}) and route.rule != "tokens.manage"
]


def _place(route: Route, alfa: Association, liitto: Umbrella) -> Any:
    return {"association": alfa, "umbrella": liitto}.get(route.kind, route.kind)


def _knock(client: Client, route: Route, address: str) -> Iterator[Any]:
    """Every method that it may have."""
    for method in methods_of(route):
        yield knock(client, route, method, address)


# --- forms of another site -----------------------------------------------------------------------


@pytest.mark.parametrize("route", [*ASSOCIATION, *UMBRELLA, *routes("base"), *routes("identity")], ids=str)
def test_no_route_takes_a_form_without_its_token(
    browse: Browse, ada: User, vera: User, alfa: Association, liitto: Umbrella, route: Route
) -> None:
    client = browse(vera if route.kind == "umbrella" else ada, _place(route, alfa, liitto), csrf=True)
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
def at_beta(beta: Association, monday: None) -> Planted:
    return planted.plant(beta, mark=MARK, key=THEIR_KEY, one_uuid=THEIRS)


@pytest.fixture
def at_alfa(alfa: Association, ada: User, monday: None) -> Planted:
    """The same of Ada's own, for the control."""
    with entered(alfa):
        person = Person.objects.get(user_uuid=ada.uuid)
    FederationLetter.objects.create(
        uuid=EVERY,
        umbrella=Umbrella.objects.get(slug="liitto"),
        subject_fi="Kirje",
        text_fi="Teksti",
        by_name="Ilkka",
        at=NOW,
    )
    return planted.plant(alfa, mark="Alfas", key=500_000, person=person, one_uuid=EVERY)


@pytest.fixture
def hear(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything that was logged, as it is written."""
    caplog.set_level(logging.DEBUG)
    for talkative in ("psycopg", "rules"):
        caplog.set_level(logging.INFO, talkative)

    def lines() -> str:
        shown = [JsonFormatter().format(record) for record in caplog.records]
        return "\n".join(line for line in shown if '"django.db' not in line)

    return lines


def test_everything_that_has_an_identifier_is_planted(at_beta: Planted) -> None:
    missing = planted.models_with_uuid() - set(at_beta.uuids)
    assert not missing, f"Plant a row of {sorted(missing)} in tests/isolation/planted.py."
    empty = [name for name, number in at_beta.count().items() if not number and name != "ChangedMonth"]
    assert not empty, f"Plant a row of {empty} in tests/isolation/planted.py."


def _mixed(route: Route) -> Iterator[dict[str, UUID]]:
    """Addresses in which at least one identifier is another association's, or nobody's."""
    for chosen in itertools.product((EVERY, THEIRS, uuid4()), repeat=len(route.identifiers)):
        if set(chosen) != {EVERY}:
            yield dict(zip(route.identifiers, chosen, strict=True))


@pytest.mark.usefixtures("no_rates")
@pytest.mark.parametrize("login", ["ada", "bo"])
def test_identifier_of_another_association_finds_nothing(
    browse: Browse, alfa: Association, at_beta: Planted, at_alfa: Planted, hear: Callable[[], str], login: str
) -> None:
    client = browse(User.objects.get(email=f"{login}@example.org"), alfa)
    before, own_before = at_beta.rows(), at_alfa.rows()
    wrong = []
    for route in WITH_IDENTIFIER:
        for values in _mixed(route):
            for response in _knock(client, route, route.path(**values)):
                opens = login == "ada" and OWNER in RULES.get(str(route.rule), {OWNER})
                refused = {404, 405} if opens else {403, 404, 405}
                is_described = response.request["REQUEST_METHOD"] == "OPTIONS" and route.is_api
                if response.status_code not in refused and not is_described:
                    wrong.append(f"{route} {values} answers {response.status_code}")
                if MARK in told(response):
                    wrong.append(f"{route} {values} tells of another association")
    assert wrong == []
    assert at_beta.rows() == before
    assert at_alfa.rows() == own_before
    assert MARK not in hear()


def test_control_own_identifier_finds_something(
    browse: Browse, ada: User, alfa: Association, at_alfa: Planted
) -> None:
    """The same addresses lead somewhere with what is Alfa's: they are not 404 for another reason."""
    client = browse(ada, alfa)
    nowhere = []
    for route in OPEN_TO_ADA:
        address = route.path(**dict.fromkeys(route.identifiers, EVERY))
        with undone():
            statuses = {
                knock(client, route, method, address).status_code for method in ("GET", "POST", "PUT")
            }
        if not statuses & {200, 201, 302, 400, 409, 422}:
            nowhere.append(f"{route} answers {statuses}")
    assert nowhere == []


def _is_address(path: str) -> bool:
    """Whether a path leads to a view."""
    try:
        return bool(resolve(unquote(path), URLCONFS["association"]))
    except Resolver404:
        return False


def test_malformed_address_finds_nothing_and_breaks_nothing(
    browse: Browse, ada: User, alfa: Association, at_alfa: Planted
) -> None:
    """What leads to no view is asked for once of each part of an address, with one value after the other."""
    client = browse(ada, alfa)
    client.raise_request_exception = False
    before, wrong = at_alfa.rows(), list[str]()
    turn = itertools.count()
    for route in ASSOCIATION:
        for name in route.kwargs:
            astray = []
            for bad in MALFORMED:
                values = HARMLESS | dict.fromkeys(route.identifiers, EVERY) | {name: bad}
                address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.pattern).format_map(values)
                if _is_address(address):
                    # Where a view finds nothing by one value, only what reads it itself can by another.
                    methods = METHODS if bad == MALFORMED[0] else ("GET", "POST")
                    wrong += _found(client, route, address, methods, is_number=name in HARMLESS)
                else:
                    astray.append(address)
            # Without a view no method tells more than another.
            if astray:
                number = next(turn)
                address, method = astray[number % len(astray)], METHODS[number % len(METHODS)]
                wrong += _found(client, route, address, (method,), is_number=False)
    assert wrong == []
    assert at_alfa.rows() == before


def _found(
    client: Client, route: Route, address: str, methods: Iterable[str], *, is_number: bool
) -> Iterator[str]:
    """What is not refused at a malformed address."""
    for method in methods:
        status = knock(client, route, method, address).status_code
        refused = {400} if "%00" in address else {404, 405}  # the first comes to no route
        if status not in refused and not (is_number and status in {302, 400, 409, 422}):
            yield f"{method} {address}: {status}"


READ_OFF = {"Certificate", "LetterReading", "PutOff", "Said"}


def _but_what_was_read(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Opening a message, an incident, a group's names or a client notes that it was read, and nothing else.

    What a certificate says is kept when it is fetched, so that it can be checked.
    """
    noted = {incidents.READ, acts.READ, participants.READ, clients.READ}
    kept = {name: found for name, found in rows.items() if name not in READ_OFF}
    return kept | {"Trail": [row for row in rows["Trail"] if row[4] not in noted]}


@pytest.mark.usefixtures("no_rates")
def test_query_finds_nothing_of_another_association_and_breaks_nothing(
    browse: Browse, ada: User, bo: User, vera: User, alfa: Association, liitto: Umbrella, at_beta: Planted,
    at_alfa: Planted, hear: Callable[[], str],
) -> None:  # fmt: skip
    """Lists, exports, searches: each name in a query, wherever it is read."""
    asked = questions()
    assert {"year", "page", "role", "cursor", "next", "code", "token"} <= asked
    strange = [THEIRS, THEIR_KEY, f"role-{MARK.lower()}", MARK[:6]]
    odd = ("x", "9" * 30, "2025-02-30")
    asked_fully: set[str] = set()  # by Ada, who opens most
    turn = itertools.cycle(strange)
    before, own_before, wrong = at_beta.rows(), at_alfa.rows(), list[str]()

    def look(question: str, _names: set[str], response: Any) -> None:
        if response.status_code >= 500:
            wrong.append(f"{question} fails")
        if MARK in told(response):
            wrong.append(f"{question} tells of another association")

    for user, place, kind in (
        (ada, alfa, ASSOCIATION),
        (bo, alfa, ASSOCIATION),
        (vera, liitto, UMBRELLA),
        (None, alfa, ASSOCIATION),
    ):
        client = browse(user, place)
        client.raise_request_exception = False
        for route in kind:
            address = route.path(**dict.fromkeys(route.identifiers, EVERY))
            if client.get(address).status_code != 200:
                continue
            # Whoever else reads it, a value is read the same: they ask with one after the other.
            values = [next(turn)] if str(route) in asked_fully else [*strange, *odd]
            asked_fully.add(str(route))
            queries(client, address, asked, values, look)
            # No page hears of a query with NUL in it, whatever asks for it.
            if client.get(f"{address}?q=%00").status_code != 400:
                wrong.append(f"{address} takes a NUL")
    assert wrong == []
    assert at_beta.rows() == before
    assert _but_what_was_read(at_alfa.rows()) == _but_what_was_read(own_before), (
        "A GET has changed something."
    )
    assert MARK not in hear()


FORMS = [route for route in ASSOCIATION if route.rule in RULES and not route.is_api]


def _wrong_with_forms(client: Client, form: Form, here: Planted, there: Planted) -> Iterator[str]:
    """What a form does with another association's identifiers, in words."""
    to, written_here, written_there = form.action, Written(here.association), Written(there.association)
    tried = [
        (name, one)
        for name in {*form.choices, *form.hidden}
        for one in form.strangers(name, THEIRS, THEIR_KEY)
    ]
    for field, strange in tried:
        response = client.post(to, form.fields | {field: str(strange)})
        if response.status_code >= 500:
            yield f"{to} fails with {field}={strange}"
        if MARK in told(response):
            yield f"{to} with {field}={strange} tells of another association"
    rows = here.rows(written_here.tables())
    held = [value for table in rows.values() for row in table if isinstance(row, tuple) for value in row]
    if THEIRS in held or THEIR_KEY in held:
        yield f"{to} took an identifier of another association"
    if written_there.tables():
        yield f"{to} changed another association"


def _nonsense(form: Form) -> list[dict[str, str]]:
    """A form looks at all fields, so plain nonsense is sent once; what breaks a column hides the rest.

    Fields get the one or the other in turn.
    """
    bad = zip(form.fields, itertools.cycle(("9" * 30, "\x00")), strict=False)
    return [dict.fromkeys(form.fields, "x"), *({field: value} for field, value in bad)]


@pytest.mark.usefixtures("no_rates")
def test_no_form_takes_another_associations_identifiers(
    browse: Browse, ada: User, alfa: Association, at_beta: Planted, at_alfa: Planted, hear: Callable[[], str]
) -> None:
    """Each choice and hidden field of each form, sent where it goes, with what is Beta's and nonsense."""
    client = browse(ada, alfa)
    client.raise_request_exception = False
    wrong: list[str] = []
    fields: set[frozenset[str]] = set()
    with undone():
        forms = list(forms_behind(client, FORMS, EVERY))
    for _name, form in forms:
        if not form.fields and not form.choices:
            continue
        with undone():
            wrong += _wrong_with_forms(client, form, at_alfa, at_beta)
            if frozenset(form.fields) in fields:  # the same form at another address
                continue
            fields.add(frozenset(form.fields))
            for bad in _nonsense(form):
                if client.post(form.action, form.fields | bad).status_code >= 500:
                    wrong.append(f"{form.action} fails with {bad}")
    assert wrong == []
    assert len({name for name, _form in forms}) > len(FORMS) / 3
    assert MARK not in hear()


def test_control_forms_are_found_with_their_choices(
    browse: Browse, ada: User, alfa: Association, at_alfa: Planted
) -> None:
    """And what the form is filled with would do: with Alfa's own choices a shift is made."""
    client = browse(ada, alfa)
    page = client.get("/coordinate/shifts/new/").content.decode()
    [form] = [one for one in forms_of(page, "/coordinate/shifts/new/") if "contact_person" in one.choices]
    assert {"role", "site", "contact_person"} <= set(form.choices)
    before = at_alfa.count()["Shift"]
    own = {"role": str(at_alfa.keys["VolunteerRole"]), "site": str(at_alfa.keys["Site"])}
    sound = {"asks_for": "", "asking": "", "opens_hours_before": "48", "closes_hours_before": ""}
    sound |= {"online_address": "", "minimum": "1"}
    answer = client.post("/coordinate/shifts/new/", form.fields | sound | own)
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
