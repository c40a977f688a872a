"""Who coordinates a part of an association meets nobody beyond it: no route tells of them or changes them.

Two sets of the same rows lie in one association. The reader coordinates the role of the one; people of the
other, and all that is written about them, stay out of sight, whatever address, form or query is tried.
"""

import itertools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import quote_plus
from uuid import UUID, uuid4

import pytest
from django.db import models
from django.test import Client

from accounts.models import User
from accounts.routes import Route, routes
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from tests.isolation import planted
from tests.isolation.asking import forms_behind, queries, questions
from tests.isolation.matrix import LIMITED, READING, RULES, VOLUNTEER, methods_of
from tests.isolation.planted import NOW, Planted, tenant_models
from tests.isolation.test_matrix import EVERY, knock, register_person, told, undone
from tests.isolation.test_routes import FORMS
from tests.isolation.written import Written
from volunteers.register import person_data
from volunteers.register.models import Person

Browse = Callable[..., Client]
# Stands in everything of the part that is looked after, and in everything of the other.
WITHIN, BEYOND = "Wqjx3Sisalla", "Qzvx7Ulkona"
# The identifier of every row of the other part; those of the own part have EVERY.
THEIRS = UUID("cccccccc-0000-4000-8000-000000000003")
THEIR_KEY = 900_000

ASSOCIATION = routes("association")
# Routes by who may open them: each rule is one test, since laying out the rows costs more than asking.
BY_RULE = {
    rule: [route for route in ASSOCIATION if route.rule == rule]
    for rule in sorted({str(route.rule) for route in ASSOCIATION})
}
# Texts that all sign, replies kept ready and the code on a place's screen are everybody's: their identifiers
# lead somewhere.
SHARED = {"agreement-on-paper", "reply-template", "reply-template-remove", "site-code"}
# Places and hosts are of the whole association: who coordinates a part plans shifts at all of them.
SHARED_RULES = {"sites.manage"}


@dataclass(frozen=True)
class Parts:
    """An association with two parts, and somebody who coordinates the one."""

    association: Association
    within: Planted
    beyond: Planted
    reader: User
    everybody_may_read: list[str]

    def people_beyond(self, tables: Collection[str] | None = None) -> dict[str, Any]:
        """All that is written about the person of the other part (in these tables), row by row."""
        with entered(self.association):
            person = Person.objects.get(pk=THEIR_KEY)
            return {
                f"{each.model.__name__}.{each.by}": _rows(each, person)
                for each in person_data.listed()
                if tables is None or each.model._meta.db_table in tables
            }

    def changed(self, before: dict[str, Any], written: Written) -> bool:
        """Whether anything about them is not what it was before."""
        now = self.people_beyond(written.tables())
        return any(rows != before[name] for name, rows in now.items())

    def leaks(self, response: Any, *typed: str) -> bool:
        """Whether an answer tells of somebody beyond, other than what was typed and what all may read."""
        said = told(response)
        if BEYOND not in said:
            return False
        said = unescape(said)
        for text in (*typed, *self.everybody_may_read):
            said = said.replace(text, "")
        return BEYOND in said


def _rows(data: person_data.PersonData, person: Person) -> list[tuple[object, ...]]:
    return [
        tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
        for row in data.rows_of(person).order_by("pk").values_list()
    ]


def _of_everybody() -> Iterator[str]:
    """Texts of the other part that are no person's: names of roles, places, shifts, tags."""
    personal = {data.model for data in person_data.listed() if data.by in {"person", "person_uuid"}} | {
        Person
    }
    for model in tenant_models():
        if model in personal:
            continue
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        ]
        for row in model._default_manager.values_list(*texts) if texts else ():
            for text in row:
                if text and BEYOND in text and text != BEYOND:
                    # Also as links have it: to call, and to look for on a map.
                    yield from (text, text.replace(" ", ""), quote_plus(text))


@pytest.fixture(scope="module")
def laid_out(around_module: None) -> Parts:
    """Once for all."""
    alfa = Association.objects.get(slug="alfa")
    with clock.fixed(NOW):
        within = planted.plant(alfa, mark=WITHIN, key=500_000, one_uuid=EVERY)
        beyond = planted.plant(alfa, mark=BEYOND, key=THEIR_KEY, one_uuid=THEIRS)
        lea: User = User.objects.create_user("lea@example.org", name="Lea Laine", language="en")
        Access.objects.create(
            user=lea, association=alfa, role="coordinator", limited=True, role_uuids=[EVERY],
            created_at=NOW - timedelta(days=9),
        )  # fmt: skip
        register_person(lea, alfa)
        with entered(alfa):
            texts = sorted(set(_of_everybody()), key=len, reverse=True)
        return Parts(alfa, within, beyond, lea, texts)


@pytest.fixture
def parts(laid_out: Parts, db: None, monday: None) -> Parts:
    return laid_out


def _addresses(route: Route) -> Iterator[tuple[str, bool]]:
    """Every mixture of identifiers of both parts and of nobody's; and whether one is of the other part."""
    for chosen in itertools.product((EVERY, THEIRS, uuid4()), repeat=len(route.identifiers)):
        values: dict[str, object] = dict(zip(route.identifiers, chosen, strict=True))
        yield route.path(**values), THEIRS in chosen


@pytest.mark.usefixtures("no_rates")
@pytest.mark.parametrize("rule", BY_RULE)
def test_coordinator_of_a_part_meets_nobody_beyond_it(browse: Browse, parts: Parts, rule: str) -> None:
    client = browse(parts.reader, parts.association)
    volunteer = browse(User.objects.get(email="bo@example.org"), parts.association)
    before, written, wrong = parts.people_beyond(), Written(parts.association), []
    allowed = RULES.get(rule, frozenset())
    for route in BY_RULE[rule]:
        shared = route.name in SHARED or rule in SHARED_RULES
        narrowed = LIMITED in allowed and VOLUNTEER not in allowed and not shared
        for address, is_beyond in _addresses(route):
            for method in methods_of(route):
                with undone():
                    response = knock(client, route, method, address)
                    if parts.leaks(response) and not parts.leaks(knock(volunteer, route, method, address)):
                        wrong.append(f"{method} {address} tells of somebody beyond")
                    did = method not in READING and response.status_code < 400
                    if did and parts.changed(before, written):
                        wrong.append(f"{method} {address} changes somebody beyond")
                is_described = method == "OPTIONS" and route.is_api
                refused = response.status_code in {403, 404, 405} or is_described
                if narrowed and is_beyond and not refused:
                    wrong.append(f"{method} {address} answers {response.status_code}")
    assert wrong == []


@pytest.mark.usefixtures("no_rates")
@pytest.mark.parametrize("rule", [rule for rule in BY_RULE if LIMITED in RULES.get(rule, ())])
def test_no_query_finds_somebody_beyond(browse: Browse, parts: Parts, rule: str) -> None:
    client, wrong = browse(parts.reader, parts.association), []
    values, asked = [THEIRS, BEYOND, f"Etu{BEYOND}", THEIR_KEY], questions()

    def look(question: str, names: set[str], response: Any) -> None:
        value = question.rpartition("=")[2]
        typed = [*(f"{name}={value}" for name in names), f'"{value}"', f'\\"{value}\\"', f"“{value}”"]
        if parts.leaks(response, *typed):
            wrong.append(question)

    for route in BY_RULE[rule]:
        address = route.path(**dict.fromkeys(route.identifiers, EVERY))
        if client.get(address).status_code == 200:
            queries(client, address, asked, values, look)
    assert wrong == []


@pytest.mark.usefixtures("no_rates")
def test_no_form_takes_somebody_beyond(browse: Browse, parts: Parts) -> None:
    """Each choice and each hidden field of each form, sent where it goes with what lies beyond."""
    client, wrong = browse(parts.reader, parts.association), []
    before, written = parts.people_beyond(), Written(parts.association)
    with undone():
        forms = list(forms_behind(client, FORMS, EVERY))
    for name, form in forms:
        fields = {*form.choices, *form.hidden, "person", "entry"}
        tried = [(one, value) for one in sorted(fields) for value in form.strangers(one, THEIRS, THEIR_KEY)]
        for field, value in tried:
            with undone():
                response = client.post(form.action, form.fields | {field: str(value)})
                if parts.leaks(response):
                    wrong.append(f"{name} with {field}={value} tells of somebody beyond")
                if response.status_code < 400 and parts.changed(before, written):
                    wrong.append(f"{name} with {field}={value} changes somebody beyond")
    assert wrong == []
    assert len({name for name, _form in forms}) > len(FORMS) / 4


SEEN = [
    "/coordinate/people/",
    f"/coordinate/people/{EVERY}/",
    f"/coordinate/roles/{EVERY}/",
    f"/coordinate/roles/{EVERY}/people/{EVERY}/",
    f"/coordinate/shifts/{EVERY}/",
    f"/coordinate/shifts/{EVERY}/roster/",
    "/coordinate/hours/",
    "/coordinate/rest/",
    "/coordinate/people/insured/",
    "/api/v1/people/",
]


@pytest.mark.parametrize("address", SEEN)
def test_control_who_is_in_the_part_is_met_there(browse: Browse, parts: Parts, address: str) -> None:
    """And the other part would be found: who coordinates all of it meets them at the same address."""
    page = browse(parts.reader, parts.association).get(address)
    assert page.status_code == 200
    assert f"Suku{WITHIN}" in page.content.decode()
    Access.objects.filter(user=parts.reader).update(limited=False, role_uuids=[])
    beyond = browse(parts.reader, parts.association).get(address.replace(str(EVERY), str(THEIRS)))
    assert parts.leaks(beyond)


def test_coordinator_of_a_unit_reaches_its_parts(browse: Browse, parts: Parts) -> None:
    from volunteers.register.models import Unit, VolunteerRole

    with entered(parts.association):
        centre = Unit.objects.create(name_fi="Keskus", kind="centre")
        section = Unit.objects.create(name_fi="Jaosto", kind="section", parent=centre)
        VolunteerRole.objects.filter(uuid=EVERY).update(unit=section)
    Access.objects.filter(user=parts.reader).update(role_uuids=[], unit_uuids=[centre.uuid])
    page = browse(parts.reader, parts.association).get("/coordinate/people/").content.decode()
    assert (f"Suku{WITHIN}" in page, f"Suku{BEYOND}" in page) == (True, False)


def test_limit_to_nothing_reaches_nobody(browse: Browse, parts: Parts) -> None:
    Access.objects.filter(user=parts.reader).update(role_uuids=[], unit_uuids=[])
    page = browse(parts.reader, parts.association).get("/coordinate/people/").content.decode()
    assert (f"Suku{WITHIN}" in page, f"Suku{BEYOND}" in page) == (False, False)
