"""Every kind of person at every route by every method: what the server answers is what the table says."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import rules
from django.conf import LazySettings
from django.db import connection, transaction
from django.test import Client

from accounts.models import SignIn, User
from accounts.routes import HARMLESS, IDENTIFIERS, Route, routes
from tenants import addresses, clock, lifecycle
from tenants.context import entered
from tenants.models import Access, Association, Umbrella
from tests.isolation import planted, planted_shared, probe
from tests.isolation.looks import IN_PUBLIC, seen
from tests.isolation.matrix import (
    COORDINATOR,
    DEPUTY,
    LEADER,
    LIMITED,
    METHODS,
    NEED_FACTOR,
    OPEN,
    OWNER,
    PEOPLE,
    READING,
    RULES,
    Answer,
    Somebody,
    expected,
    is_open,
    methods_of,
)
from tests.isolation.planted import NOW
from volunteers.register.models import Period, Person, sort_key
from web import heads

Browse = Callable[..., Client]
# Each stands in everything that the one association has, and nowhere else.
OURS, NEIGHBOURS = "Wqjx3Alfa", "Qzvx7Beta"
# Stands in what one federation has of its own: who asks to join it is nothing to its members.
FEDERATIONS = "Wvkx5Liitto"
# The identifier of every row at Alfa, so that it fits into every address.
EVERY = UUID("aaaaaaaa-0000-4000-8000-000000000001")

ALL_ROUTES = [route for kind in addresses.URLCONFS for route in routes(kind)]


# --- the table is whole ------------------------------------------------------------------------------


def test_walk_finds_what_is_known_to_be_there() -> None:
    found = {(route.kind, route.name) for route in ALL_ROUTES}
    assert found >= {
        ("association", "home"),
        ("association", "shift-manage"),
        ("association", "api-shift-sign-up"),
        ("umbrella", "overview"),
        ("umbrella", "api-figures"),
        ("identity", "account_login"),
        ("base", "landing"),
    }


@pytest.mark.parametrize("route", ALL_ROUTES, ids=str)
def test_route_says_what_it_is(route: Route) -> None:
    assert route.name, f"Give {route} a name: links are made from names."
    if route.kind == "identity":  # allauth's own parts are secrets, which its own tests try
        return
    unknown = set(route.kwargs) - IDENTIFIERS - set(HARMLESS)
    assert not unknown, (
        f"{route} has {sorted(unknown)} in its address. In platform/accounts/routes.py add each to "
        "IDENTIFIERS if it names a row (then it is tried with those of another association), or to HARMLESS "
        "with a value if it does not."
    )
    assert route.rule, f"Mark the view of {route} with one of accounts.rights: who may open it?"
    assert route.name in OPEN[route.kind] or route.rule in RULES, (
        f"{route} is open to {route.rule!r}. In tests/isolation/matrix.py add the rule to RULES with the "
        "roles that it lets in, or the route to OPEN if it is for everybody."
    )


def test_open_route_is_marked_as_open() -> None:
    wrong = [
        str(route)
        for route in ALL_ROUTES
        if route.kind != "identity" and is_open(route) != (route.rule in {"public", "identity"})
    ]
    assert not wrong, f"OPEN in tests/isolation/matrix.py and the marks of these views differ: {wrong}"


def test_table_has_no_rule_and_no_route_that_is_gone() -> None:
    used = {route.rule for route in ALL_ROUTES}
    assert [rule for rule in RULES if not rules.rule_exists(rule)] == []
    assert [rule for rule in RULES if rule not in used] == []
    names = {(route.kind, route.name) for route in ALL_ROUTES}
    assert [(kind, name) for kind in OPEN for name in OPEN[kind] if (kind, name) not in names] == []


def test_every_route_is_tried_by_every_method() -> None:
    untried = {str(route) for route in ALL_ROUTES} - FIRST.keys()
    assert not untried, f"Nobody who tries all methods reaches these: {untried}"


def test_every_role_has_its_lines_in_the_table() -> None:
    tried = {(who.kind, role) for who in PEOPLE for role in who.roles}
    missing = [
        role
        for role in Access.Role.values
        if not {("association", role), ("umbrella", role)} & tried
        or not any(role in may for may in RULES.values())
    ]
    assert not missing, f"In tests/isolation/matrix.py add {missing} to RULES, and to PEOPLE at its host."


# --- people ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def laid_out(around_module: None) -> None:
    """Both associations full of marked rows, once for all; and another umbrella."""
    with clock.fixed(NOW):
        planted.plant(Association.objects.get(slug="alfa"), mark=OURS, key=500_000, one_uuid=EVERY)
        planted.plant(Association.objects.get(slug="beta"), mark=NEIGHBOURS, key=900_000)
        other = Umbrella.objects.create(slug="toinen", name_fi="Toinen liitto", created_at=NOW)
        planted_shared.plant_of_umbrella(other, mark=NEIGHBOURS, uuid=uuid4())
        planted_shared.plant_of_umbrella(Umbrella.objects.get(slug="liitto"), mark=FEDERATIONS, uuid=EVERY)
        # What the association has decided is told to those who work there, and to its federation's people.
        planted_shared.plant_of_association(Association.objects.get(slug="alfa"), mark=OURS)
        planted_shared.plant_of_association(Association.objects.get(slug="beta"), mark=NEIGHBOURS)
        planted_shared.plant_leaving(
            Association.objects.get(slug="alfa"), Umbrella.objects.get(slug="liitto"), mark=FEDERATIONS
        )
        planted_shared.plant_leaving(Association.objects.get(slug="beta"), other, mark=NEIGHBOURS)


@pytest.fixture
def world(
    laid_out: None, monday: None, alfa: Association, beta: Association, liitto: Umbrella
) -> dict[str, Any]:
    """What is laid out."""
    other = Umbrella.objects.get(slug="toinen")
    return {"alfa": alfa, "suspended": alfa, "liitto": liitto, "beta": beta, "other": other}


def _let_in(user: User, place: Any, role: str, *, ended: bool = False) -> None:
    kind = "association" if isinstance(place, Association) else "umbrella"
    lent = NOW + timedelta(days=9) if role in Access.DATED else None
    # Of a part: the role that has EVERY for its identifier.
    part = {"limited": True, "role_uuids": [EVERY]} if role in {LIMITED, LEADER} else {}
    Access.objects.create(
        user=user, role="coordinator" if role == LIMITED else role, created_at=NOW - timedelta(days=9),
        ends_at=NOW - timedelta(seconds=1) if ended else lent, **{kind: place}, **part,
    )  # fmt: skip


def register_person(user: User, association: Association) -> None:
    """The person behind the login."""
    with entered(association):
        person = Person.objects.create(
            user_uuid=user.uuid, given_name="Some", family_name="Body", email=user.email, created_at=NOW,
            sort_key=sort_key(family_name="Body", given_name="Some"),
        )  # fmt: skip
        Period.objects.create(person=person, state="active", started_on=date(2020, 1, 1))


def become(who: Somebody, world: dict[str, Any]) -> User | None:
    """Somebody as the table names them."""
    if not who.signed_in:
        _suspend(who, world)
        return None
    user: User = User.objects.create_user("somebody@example.org", name="Some Body", language="en")
    here = world.get(who.at)
    role, _, of = who.name.partition(" of ")
    if who.roles:
        for one in who.roles:
            _let_in(user, here, one)
        if isinstance(here, Association):
            register_person(user, here)
    elif of:
        there = {
            "another association": world["beta"],
            "an association of it": world["alfa"],
            "the umbrella": world["liitto"],
            "another umbrella": world["other"],
        }[of]
        _let_in(user, there, role)
        if isinstance(there, Association):
            register_person(user, there)
    elif who.name in {"access ended", "sign-in ended"}:
        for one in ("coordinator", "owner") if isinstance(here, Association) else ("admin", "analyst"):
            _let_in(user, here, one, ended=who.name == "access ended")
    _suspend(who, world)
    return user


def _suspend(who: Somebody, world: dict[str, Any]) -> None:
    if who.at == "suspended":
        lifecycle.move(world["alfa"], to="suspended")
        addresses.forget()


@pytest.fixture
def probed(settings: LazySettings) -> None:
    """Answers tell whether the view was reached."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{probe.Probe.__module__}.{probe.Probe.__name__}"]


@contextmanager
def undone() -> Iterator[None]:
    """What a request does in the database is taken back, so that every cell begins with the same."""
    assert seen() == IN_PUBLIC
    block: Any = transaction.atomic()
    block._from_testcase = True
    try:
        with block:
            yield
            transaction.set_rollback(True)
    finally:
        connection.search_path_set_schemas = None  # type: ignore[attr-defined]  # rolled back with the rest


# --- cells -------------------------------------------------------------------------------------------


def told(response: Any) -> str:
    """Everything that a response says: head and body."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}{response.cookies}{body.decode(errors='replace')}"


def answered(response: Any, route: Route) -> Answer | str:
    """What the server did, in the table's words."""
    if probe.HEADER in response:
        return "the view"
    code = response.json().get("code") if route.is_api else ""
    used = {template.name for template in response.templates}
    if "accounts/second_factor_needed.html" in used:
        code = "second_factor_needed"
    if "accounts/paused.html" in used:
        code = "association_paused"
    match response.status_code, code:
        case 302, "" if response["Location"].startswith("/signin/?next=%2F"):
            return (
                "to the second factor" if response["Location"].endswith("&second=yes") else "to the sign-in"
            )
        case 403, "second_factor_needed":
            return "second factor needed"
        case 403, "association_paused":
            return "paused"
        case 401, "not_authenticated":
            return "to the sign-in"
        case 404, "" | "not_found":
            return "not found"
        case 403, "" | "permission_denied":
            return "forbidden"
    return f"{response.status_code} {code}"


def faults(who: Somebody, route: Route, method: str, response: Any) -> Iterator[str]:
    """What is wrong with a cell, in words."""
    wanted = expected(who, route, method)
    # A HEAD has no body to read the code in.
    found = answered(response, route) if method != "HEAD" or probe.HEADER in response else wanted
    if found != wanted:
        yield f"{found} ({response.status_code}), not {wanted}"
    if response.status_code >= 500:
        yield f"failed with {response.status_code}"
    text = told(response)
    if NEIGHBOURS in text:
        yield "tells of another association"
    if FEDERATIONS in text and not (who.at == "liitto" and who.roles):
        yield "tells of a federation's own affairs"
    if OURS in text and not who.roles and not is_open(route):
        yield "tells of an association where they have no role"
    if method == "HEAD" and response.content:
        yield "has a body"
    is_page = not route.is_api and route.kind != "identity"
    others = {"OPTIONS", "PUT", "PATCH", "DELETE"}
    if found == "the view" and is_page and method in others and response.status_code != 405:
        yield f"takes {method} ({response.status_code}): say which methods the view has"


def knock(client: Client, route: Route, method: str, address: str) -> Any:
    """One request with nothing in it, in the form that the route reads."""
    if route.is_api:
        return client.generic(method, address, "{}", content_type="application/json")
    return client.generic(method, address)


def address_of(route: Route) -> str:
    """An address that leads to a row of Alfa."""
    values: dict[str, object] = dict.fromkeys(route.identifiers, EVERY)
    if route.kind == "identity":
        values |= {name: 1 if name == "pk" else "a1" for name in route.kwargs if name not in IDENTIFIERS}
    return route.path(**values)


def reaches(who: Somebody, route: Route) -> bool:
    """Whether they come to the view."""
    return "the view" in {expected(who, route, "GET"), expected(who, route, "POST")}


# Who tries every method at a route: the first who reaches it.
FIRST: dict[str, Somebody] = {}
for _who in PEOPLE:
    if _who.tries_all:
        for _route in routes(_who.kind):
            if reaches(_who, _route):
                FIRST.setdefault(str(_route), _who)


# Of each rule one page and one route of the API, where everybody tries both to read and to send.
EXAMPLES = {(route.kind, route.rule, route.is_api): route for route in reversed(ALL_ROUTES)}


def methods_by(who: Somebody, route: Route) -> tuple[str, ...]:
    """Who is turned away is so before the view is asked for its methods: two tell as much as seven.

    Why they are turned away lies in the route's rule and in whether they read or send. So of each rule they
    try both at one route and, at its others, one or the other in turn: each is tried by many of them. A page
    says to the first who reaches it which methods it lacks: it says so to all.
    """
    if not reaches(who, route):
        if EXAMPLES[route.kind, route.rule, route.is_api] == route:
            return ("GET", "POST")
        return ("GET",) if (PEOPLE.index(who) + ALL_ROUTES.index(route)) % 2 else ("POST",)
    if not who.tries_all:
        return ("GET", "POST")
    return METHODS if FIRST[str(route)] == who else methods_of(route)


COORDINATING = next(who for who in PEOPLE if str(who) == f"{COORDINATOR} at alfa")


def sees_what_a_coordinator_sees(who: Somebody, route: Route, method: str) -> bool:
    """Whether the view has shown the same to a coordinator: then it is enough that they come to it."""
    is_like = who.name in {OWNER, DEPUTY} or (who.at == "suspended" and who.name == COORDINATOR)
    return is_like and who.second_factor and expected(COORDINATING, route, method) == "the view"


def walk(who: Somebody, client: Client) -> Iterator[tuple[Route, str, Any]]:
    """Every cell of somebody's."""
    cookies = client.cookies.output()
    for route in routes(who.kind):
        statuses: dict[str, int] = {}
        methods = methods_by(who, route)
        for method in methods:
            client.cookies.clear()
            client.cookies.load(cookies.replace("Set-Cookie: ", ""))
            known = sees_what_a_coordinator_sees(who, route, method)
            with undone(), probe.stopping_at_the_view() if known else nullcontext():
                response = knock(client, route, method, address_of(route))
                statuses[method] = response.status_code
            yield route, method, response
        if "HEAD" not in methods or sees_what_a_coordinator_sees(who, route, "GET"):
            continue
        takes_secret = getattr(route.view, "limit", ("",))[0] == heads.SECRET
        wanted = 405 if takes_secret and expected(who, route, "GET") == "the view" else statuses["GET"]
        assert statuses["HEAD"] == wanted, f"{route} answers HEAD otherwise than GET: {statuses}"


@pytest.mark.usefixtures("no_rates")
@pytest.mark.parametrize("who", PEOPLE, ids=str)
def test_server_answers_as_the_table_says(
    browse: Browse, world: dict[str, Any], probed: None, who: Somebody, record_property: Any
) -> None:
    client = browse(become(who, world), world.get(who.at, who.at), second_factor=who.second_factor)
    client.raise_request_exception = False
    if who.name == "sign-in ended":
        SignIn.objects.filter(user__email="somebody@example.org").update(ended_at=clock.real_now())
    wrong, cells = [], Counter[str]()
    for route, method, response in walk(who, client):
        cells[expected(who, route, method)] += 1
        wrong += [f"{method:<7} {route}: {fault}" for fault in faults(who, route, method, response)]
    record_property("cells", dict(cells))
    assert not wrong, f"{who}, {len(wrong)} of {cells.total()} cells:\n" + "\n".join(wrong)
    assert seen() == IN_PUBLIC


def test_table_lets_everybody_in_somewhere_and_nobody_everywhere() -> None:
    """The control of the table itself: each answer is expected of each kind of person where it can be."""
    for who in PEOPLE:
        told_apart = Counter(expected(who, route, m) for route in routes(who.kind) for m in METHODS)
        if who.at in {"base", "identity"}:
            assert set(told_apart) == {"the view"}
        elif not who.second_factor and not who.roles - NEED_FACTOR:
            assert told_apart["the view"] == len(OPEN[who.kind]) * len(METHODS), who
            assert min(told_apart["to the second factor"], told_apart["second factor needed"]) > 0, who
        elif who.roles:
            assert told_apart["the view"] > len(OPEN[who.kind]) * len(METHODS)
        else:
            open_cells = told_apart["the view"] + told_apart["paused"]
            assert open_cells == len(OPEN[who.kind]) * len(METHODS), who
    assert set(METHODS) > READING
