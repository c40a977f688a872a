"""Every route of every host, tried with identifiers that are not its own: in the address, the query, a form.

A new route is tried here without anybody thinking of it. Where the tests cannot know enough of it, they say
what to add. Who gets in at all is test_matrix.py's.
"""

import itertools
import logging
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from accounts.routes import HARMLESS, IDENTIFIERS, Route, routes
from api.views import description
from desk.outgoing import acts
from tenants import clock
from tenants.addresses import URLCONFS
from tenants.context import entered
from tenants.logs import JsonFormatter
from tenants.models import Association, FederationLetter, Umbrella
from tests.isolation import planted
from tests.isolation.matrix import METHODS, OWNER, RULES, methods_of
from tests.isolation.planted import NOW, Planted
from tests.isolation.test_matrix import EVERY, knock, told, undone
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
PRODUCT = ("platform", "scheduling", "volunteers", "notifications", "tenants")


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
def monday() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


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

    def lines() -> str:
        shown = [JsonFormatter().format(record) for record in caplog.records if "psycopg" not in record.name]
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
            statuses = {client.get(address).status_code, client.post(address).status_code}
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
    client = browse(ada, alfa)
    client.raise_request_exception = False
    before, wrong = at_alfa.rows(), []
    for route in ASSOCIATION:
        for name, bad in itertools.product(route.kwargs, MALFORMED):
            values = HARMLESS | dict.fromkeys(route.identifiers, EVERY) | {name: bad}
            address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.pattern).format_map(values)
            # What is no address at all is so by every method. Where a view looks and finds nothing by one,
            # only what reads the value itself can find it by another.
            few = ("GET", "POST") if _is_address(address) else ("GET",)
            methods = METHODS if bad == MALFORMED[0] else few
            for response in (knock(client, route, method, address) for method in methods):
                is_number = name in HARMLESS and response.status_code in {302, 400, 409, 422}
                refused = {400} if bad == "%00" else {404, 405}  # the first comes to no route
                if response.status_code not in refused and not is_number:
                    wrong.append(f"{response.request['REQUEST_METHOD']} {address}: {response.status_code}")
    assert wrong == []
    assert at_alfa.rows() == before


def is_page(answer: Any) -> bool:
    """Not a file, and not what programs read."""
    return not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html")


def _but_what_was_read(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Opening a message or an incident notes that it was read, and nothing else."""
    kept = {name: found for name, found in rows.items() if name not in {"LetterReading", "PutOff", "Said"}}
    return kept | {"Trail": [row for row in rows["Trail"] if row[4] not in {incidents.READ, acts.READ}]}


def questions() -> set[str]:
    """Every name that our code reads from a query, so that a new one is tried as well."""
    reads = re.compile(r"""(?:GET|query_params)(?:\.get(?:list)?\(|\[)\s*["'](\w+)["']""")
    root = Path(__file__).resolve().parents[2]
    files = [file for folder in PRODUCT for file in (root / folder).rglob("*.py")]
    read = {name for file in files for name in reads.findall(file.read_text(encoding="utf-8"))}
    described = [
        asked["name"]
        for kind in ("association", "umbrella")
        for methods in description(URLCONFS[kind], "en")["paths"].values()
        for operation in methods.values()
        for asked in operation.get("parameters", ())
        if asked["in"] == "query"
    ]
    return read.union(described)


def test_query_finds_nothing_of_another_association_and_breaks_nothing(
    browse: Browse, ada: User, bo: User, vera: User, alfa: Association, liitto: Umbrella, at_beta: Planted,
    at_alfa: Planted, hear: Callable[[], str],
) -> None:  # fmt: skip
    """Lists, exports, searches: each name in a query, read by our code or asked by a page's own form."""
    asked = questions()
    assert {"year", "page", "role", "cursor", "next", "code", "token"} <= asked
    strange = [THEIRS, THEIR_KEY, f"role-{MARK.lower()}", MARK[:6]]
    odd = ("x", "9" * 30, "%00", "2025-02-30")
    asked_oddly: set[str] = set()  # by Ada, who opens most; whoever else reads it, a value is read the same
    before, own_before, wrong = at_beta.rows(), at_alfa.rows(), []
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
            page = client.get(address)
            if page.status_code != 200:
                continue
            form = Form(page.content.decode()) if is_page(page) else Form("")
            # Fields of one form can hide each other's faults, so they are asked one by one; what a form posts
            # is read from no query, so that is asked all at once.
            one_by_one = [{name} for name in form.asking] + [asked.union(form.fields) - form.asking]
            values = strange if str(route) in asked_oddly else [*strange, *odd]
            asked_oddly.add(str(route))
            for names, value in itertools.product(one_by_one, values):
                question = "&".join(f"{name}={value}" for name in sorted(names))
                response = client.get(f"{address}?{question}")
                if response.status_code >= 500:
                    wrong.append(f"{address}?{question} fails")
                if MARK in told(response).replace(f"={value}", "").replace(f'"{value}"', ""):
                    wrong.append(f"{address}?{question} tells of another association")
    assert wrong == []
    assert at_beta.rows() == before
    assert _but_what_was_read(at_alfa.rows()) == _but_what_was_read(own_before), (
        "A GET has changed something."
    )
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
        self.hidden: set[str] = set()
        self.asking: set[str] = set()
        """The fields of those of its forms that ask in the address: filters, searches."""
        self._select = ""
        self._posts = True
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather inputs, and selects with their options."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._posts = given.get("method", "").lower() == "post"
        elif tag in {"input", "select", "textarea", "button"} and name and not self._posts:
            self.asking.add(name)
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
            if given.get("type") == "hidden":
                self.hidden.add(name)
            if given.get("type") in {"radio", "checkbox"}:
                self.choices.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """A select ends, or a form."""
        if tag == "select":
            self._select = ""
        elif tag == "form":
            self._posts = True


FORMS = [route for route in ASSOCIATION if route.rule in RULES and not route.is_api]


def _wrong_with_forms(
    client: Client, route: Route, form: Form, here: Planted, there: Planted
) -> Iterator[str]:
    """What a page's forms do with another association's identifiers, and with nonsense, in words."""
    address = route.path(**dict.fromkeys(route.identifiers, EVERY))
    strangers: list[UUID | int] = [THEIRS, THEIR_KEY]
    theirs = there.rows()
    for field, strange in itertools.product({*form.choices, *form.hidden}, strangers):
        response = client.post(address, form.fields | {field: str(strange)})
        if response.status_code >= 500:
            yield f"{route} fails with {field}={strange}"
        if MARK in told(response):
            yield f"{route} with {field}={strange} tells of another association"
    held = [value for rows in here.rows().values() for row in rows if isinstance(row, tuple) for value in row]
    if any(strange in held for strange in strangers):
        yield f"{route} took an identifier of another association"
    if there.rows() != theirs:
        yield f"{route} changed another association"
    # A form looks at all its fields, so plain nonsense is answered once; what breaks a column hides the rest.
    nonsense = [dict.fromkeys(form.fields, "x")]
    nonsense += [{field: bad} for field, bad in itertools.product(form.fields, ("9" * 30, "\x00"))]
    for bad in nonsense:
        if client.post(address, form.fields | bad).status_code >= 500:
            yield f"{route} fails with {bad}"


def test_no_form_takes_another_associations_identifiers(
    browse: Browse, ada: User, alfa: Association, at_beta: Planted, at_alfa: Planted, hear: Callable[[], str]
) -> None:
    """Each choice and each hidden field of each form, answered with what is Beta's, and with nonsense."""
    client = browse(ada, alfa)
    client.raise_request_exception = False
    wrong: list[str] = []
    tried = 0
    for route in FORMS:
        with undone():
            page = client.get(route.path(**dict.fromkeys(route.identifiers, EVERY)))
            if page.status_code == 200 and is_page(page):
                form = Form(page.content.decode())
                tried += bool(form.fields)
                wrong += _wrong_with_forms(client, route, form, at_alfa, at_beta)
    assert wrong == []
    assert tried > len(FORMS) / 8, "The others only take what is posted."
    assert MARK not in hear()


def test_control_forms_are_found_with_their_choices(
    browse: Browse, ada: User, alfa: Association, at_alfa: Planted
) -> None:
    """And what the form is filled with would do: with Alfa's own choices a shift is made."""
    client = browse(ada, alfa)
    form = Form(client.get("/coordinate/shifts/new/").content.decode())
    assert {"role", "site", "contact_person"} <= set(form.choices)
    before = at_alfa.count()["Shift"]
    own = {"role": str(at_alfa.keys["VolunteerRole"]), "site": str(at_alfa.keys["Site"])}
    sound = {"asks_for": "", "asking": "", "opens_hours_before": "48", "closes_hours_before": ""}
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
