"""Roles over HTTP: who sees which, and making and changing them as on the pages."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tenants.context import entered
from tenants.models import Access, Association
from tests.api.programs import program, token
from tests.volunteers.register.conftest import BY
from volunteers.register.models import Person, Trail, Unit, VolunteerRole
from volunteers.register.services import roles
from volunteers.register.services.roles import RolePlan

Browse = Callable[..., Client]
PATH = "/api/v1/roles/"
JSON = "application/json"


def role_at(association: Association, name: str, **more: Any) -> VolunteerRole:
    with entered(association):
        return roles.make_role(plan=RolePlan(name_fi=name, family="guides", **more), by=BY)


def codes(answer: Any) -> list[str]:
    return [row["code"] for row in answer.json()["results"]]


def test_coordinator_sees_all_roles_and_volunteers_those_in_use(
    browse: Browse, ada: User, bo: User, alfa: Association
) -> None:
    role_at(alfa, "Vanha", is_active=False)
    assert codes(browse(ada, alfa).get(PATH)) == ["host", "vanha"]
    assert codes(browse(bo, alfa).get(PATH)) == ["host"]
    assert codes(browse(bo, alfa).get(f"{PATH}?active=no")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("active=no", ["vanha"]),
        ("open=yes", ["kylaily"]),
        ("family=builders", ["host"]),
        ("sort=-code", ["vanha", "kylaily", "host"]),
        ("open=no&active=yes", ["host"]),
    ],
)
def test_roles_are_narrowed_and_sorted(
    browse: Browse, ada: User, alfa: Association, query: str, found: list[str]
) -> None:
    role_at(alfa, "Kyläily", is_open=True)
    role_at(alfa, "Vanha", is_active=False)
    assert codes(browse(ada, alfa).get(f"{PATH}?{query}")) == found


def test_roles_of_a_unit(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        unit = Unit.objects.create(name_fi="Pohjoinen", kind="section")
    role_at(alfa, "Kyläily", unit=unit)
    (row,) = browse(ada, alfa).get(f"{PATH}?unit={unit.uuid}").json()["results"]
    assert (row["code"], row["unit"]) == ("kylaily", {"uuid": str(unit.uuid), "name": "Pohjoinen"})


def test_pages_follow_each_other_in_few_queries(
    browse: Browse, ada: User, alfa: Association, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        role_at(alfa, f"Muoto {number}")
    client = browse(ada, alfa)
    with django_assert_num_queries(8):
        first = client.get(f"{PATH}?page_size=3")
    assert codes(first) == ["host", "muoto-0", "muoto-1"]
    assert codes(client.get(first.json()["next"])) == ["muoto-2"]


def test_one_role_says_what_it_asks(browse: Browse, bo: User, alfa: Association) -> None:
    role = role_at(alfa, "Kyläily", name_en="Visiting", description_en="We visit people.")
    with entered(alfa):
        VolunteerRole.objects.filter(pk=role.pk).update(
            minimum_age=18, child_regular=True, child_personal=True, child_alone=True
        )
    told = browse(bo, alfa).get(f"{PATH}{role.uuid}/").json()
    assert (told["name"], told["description"]) == ("Visiting", "We visit people.")
    assert told["asks"] == {
        "minimum_age": 18,
        "needs_agreement": False,
        "needs_confidentiality": False,
        "qualifications": [],
        "child_work_check": True,
        "supervision": "none",
        "supervision_every_days": None,
    }


def test_role_of_another_association_is_not_there(
    browse: Browse, ada: User, cleo: User, alfa: Association, beta: Association
) -> None:
    theirs = role_at(beta, "Qzvx7Betan muoto")
    for client in (browse(ada, alfa), program(alfa, token(ada, alfa).secret)):
        answers = [
            client.get(f"{PATH}{theirs.uuid}/"),
            client.get(PATH),
        ]
        assert [answer.status_code for answer in answers] == [404, 200]
        assert "Qzvx7" not in "".join(answer.content.decode() for answer in answers)
    changed = program(alfa, token(ada, alfa).secret).patch(
        f"{PATH}{theirs.uuid}/", {"name_fi": "Ours"}, content_type=JSON
    )
    assert changed.status_code == 404


# --- making and changing ---------------------------------------------------------------------------


def test_program_makes_a_role(ada: User, alfa: Association) -> None:
    client = program(alfa, token(ada, alfa, scopes=["roles:write"]).secret)
    made = client.post(
        PATH,
        {"name_fi": "Kyläily", "family": "guides", "target_groups": ["families"], "is_open": True},
        content_type=JSON,
    )
    told = made.json()
    assert made.status_code == 201
    assert (told["code"], told["target_groups"], told["is_open"], told["counting_unit"]) == (
        "kylaily",
        ["families"],
        True,
        "hours",
    )
    with entered(alfa):
        trail = Trail.objects.get(subject_uuid=told["uuid"])
    assert (trail.verb, trail.actor_name) == ("role.added", "Ada Ahola (API: Wiki)")


def test_what_is_left_out_stays_as_it_is(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        somebody = Person.objects.get(given_name="Bo")
    role = role_at(alfa, "Kyläily", coordinator=somebody, description_fi="Vanha", life_course=["older"])
    changed = browse(ada, alfa).patch(
        f"{PATH}{role.uuid}/", {"name_sv": "Besök", "description_fi": "Uusi"}, content_type=JSON
    )
    told = changed.json()
    assert changed.status_code == 200
    assert (told["name_fi"], told["name_sv"], told["description_fi"]) == ("Kyläily", "Besök", "Uusi")
    assert (told["coordinator"], told["life_course"]) == (str(somebody.uuid), ["older"])
    emptied = browse(ada, alfa).patch(f"{PATH}{role.uuid}/", {"coordinator": None}, content_type=JSON)
    assert emptied.json()["coordinator"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_fi": ""}, "name_fi"),
        ({"name_fi": "x" * 201}, "name_fi"),
        ({"family": "pilots"}, "family"),
        ({"unit": str(uuid4())}, "unit"),
        ({"coordinator": "nobody"}, "coordinator"),
        ({"target_groups": ["martians"]}, "target_groups"),
        ({"is_open": "perhaps"}, "is_open"),
    ],
)
def test_what_cannot_be_is_named_by_its_field(
    browse: Browse, ada: User, alfa: Association, wrong: dict[str, Any], field: str
) -> None:
    answer = browse(ada, alfa).post(
        PATH, {"name_fi": "Kyläily", "family": "guides"} | wrong, content_type=JSON
    )
    assert (answer.status_code, list(answer.json()["data"])) == (400, [field])
    with entered(alfa):
        assert not VolunteerRole.objects.exclude(code="host").exists()


def test_role_that_is_open_is_not_put_away(browse: Browse, ada: User, alfa: Association) -> None:
    role = role_at(alfa, "Kyläily", is_open=True)
    answer = browse(ada, alfa).patch(f"{PATH}{role.uuid}/", {"is_active": False}, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "role_in_use")


def test_volunteer_looks_and_changes_nothing(browse: Browse, bo: User, alfa: Association) -> None:
    role = role_at(alfa, "Kyläily")
    client = browse(bo, alfa)
    wanted = {"name_fi": "Toinen", "family": "guides"}
    assert client.post(PATH, wanted, content_type=JSON).status_code == 403
    assert client.patch(f"{PATH}{role.uuid}/", wanted, content_type=JSON).status_code == 403
    assert client.get(f"{PATH}{role.uuid}/").json()["name_fi"] == "Kyläily"


def test_reading_is_no_writing(ada: User, alfa: Association) -> None:
    client = program(alfa, token(ada, alfa, scopes=["roles:read"]).secret)
    answer = client.post(PATH, {"name_fi": "Toinen", "family": "guides"}, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_coordinator_of_a_unit_changes_its_roles_alone(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        unit = Unit.objects.create(name_fi="Pohjoinen", kind="section")
    own = role_at(alfa, "Oma", unit=unit, is_active=False)
    put_away, others = role_at(alfa, "Vanha", is_active=False), role_at(alfa, "Toinen")
    Access.objects.filter(user=ada, association=alfa, role="coordinator").update(
        limited=True, unit_uuids=[unit.uuid]
    )
    for client in (browse(ada, alfa), program(alfa, token(ada, alfa).secret)):
        assert codes(client.get(PATH)) == ["host", "oma", "toinen"]
        assert client.get(f"{PATH}{put_away.uuid}/").status_code == 404
        answers = [
            client.patch(f"{PATH}{role.uuid}/", {"name_sv": "Besök"}, content_type=JSON)
            for role in (own, others, put_away)
        ]
        assert [answer.status_code for answer in answers] == [200, 404, 404]
        made = client.post(PATH, {"name_fi": "Uusi", "family": "guides"}, content_type=JSON)
        assert made.status_code == 403


def test_coordinator_of_a_unit_reads_its_people_alone(ada: User, alfa: Association) -> None:
    with entered(alfa):
        unit = Unit.objects.create(name_fi="Pohjoinen", kind="section")
        bo = Person.objects.get(given_name="Bo")
        own = roles.make_role(plan=RolePlan(name_fi="Oma", family="guides", unit=unit), by=BY)
        roles.assign_role(person=bo, role=own, by=BY, from_on=date(2025, 1, 1))
        other = Person.objects.get(given_name="Ada")
    Access.objects.filter(user=ada, association=alfa, role="coordinator").update(
        limited=True, unit_uuids=[unit.uuid]
    )
    client = program(alfa, token(ada, alfa).secret)
    found = client.get("/api/v1/people/").json()["results"]
    assert [row["given_name"] for row in found] == ["Bo"]
    assert client.get(f"/api/v1/people/{other.uuid}/").status_code == 404
