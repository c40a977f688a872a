"""The list of people: who is found, by what, in which order, and what is told of them."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.reach import EVERYBODY
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY, person
from volunteers.register import roster, search
from volunteers.register.models import (
    Period,
    Person,
    Qualification,
    QualificationType,
    SavedList,
    Unit,
    VolunteerRole,
)
from volunteers.register.roster import Wanted
from volunteers.register.services import invite, people, periods, tags

Browse = Callable[..., Client]
TODAY = date(2025, 2, 3)
PAGE = "/coordinate/people/"


def add(given: str, family: str, **fields: str) -> Person:
    return people.add_person(given_name=given, family_name=family, by=BY, **fields)  # type: ignore[arg-type]  # texts only


def found(**wanted: object) -> list[str]:
    with search.with_likeness(str(wanted.get("text", ""))):
        return [each.name for each in roster.people(Wanted(**wanted), on=TODAY, reader=EVERYBODY)]  # type: ignore[arg-type]  # a filter's own


def heads(page: Any) -> list[str]:
    """The columns beside the name."""
    found = re.findall(r'<th scope="col"[^>]*>\s*(?:<span[^>]*>)?([^<]+?)\s*<', page.content.decode())
    return [" ".join(each.split()) for each in found][2:]


def names(page: Any) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)<', page.content.decode())


def cells(page: Any) -> list[list[str]]:
    """What stands beside each name, without markup."""
    rows = re.findall(r'<th scope="row">.*?</th>(.*?)</tr>', page.content.decode(), re.DOTALL)
    return [
        [
            re.sub(r"<[^>]+>", "", cell).replace("\u00a0", " ")
            for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in rows
    ]


@pytest.fixture
def crowd(inside: Association) -> Association:
    add("Eeva", "Salmela", email="eeva.salmela@example.org", phone="+358 40 1234567")
    add("Åke", "Äijälä", email="ake@example.org", phone="050 765 4321")
    add("Jari", "Koivisto")
    add("Jarmo", "Virtanen")
    return inside


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("salmela", ["Eeva Salmela"]),
        ("Salmela, Eeva", ["Eeva Salmela"]),
        ("salm ee", ["Eeva Salmela"]),
        ("Salemla", ["Eeva Salmela"]),
        ("salmella", ["Eeva Salmela"]),
        ("Eva Salmela", ["Eeva Salmela"]),
        ("aijala", ["Åke Äijälä"]),
        ("ÄIJÄLÄ ake", ["Åke Äijälä"]),
        ("Virtannen", ["Jarmo Virtanen"]),
        ("040 123 45 67", ["Eeva Salmela"]),
        ("+358401234567", ["Eeva Salmela"]),
        ("+358 50 7654321", ["Åke Äijälä"]),
        ("salmela@example.org", ["Eeva Salmela"]),
        ("jar", ["Jari Koivisto", "Jarmo Virtanen"]),
        ("%", []),
        ("_", []),
        ("xyzzy", []),
    ],
)
def test_people_are_found_in_spite_of_accents_and_slips(text: str, names: list[str]) -> None:
    assert found(text=text) == names


@pytest.mark.usefixtures("crowd")
def test_a_name_that_is_written_right_finds_nobody_else() -> None:
    add("Anna", "Virtanenkoski")
    add("Ossi", "Wirtanen")
    assert found(text="virtanen") == ["Jarmo Virtanen", "Anna Virtanenkoski"]
    assert set(found(text="virtannen")) == {"Jarmo Virtanen", "Anna Virtanenkoski", "Ossi Wirtanen"}
    assert found(text="virtanen", sign_in="yes") == []


@pytest.mark.usefixtures("crowd")
def test_filters_narrow_the_list() -> None:
    eeva, jari = person("Eeva"), person("Jari")
    periods.start_period(person=eeva, by=BY, started_on=TODAY)
    centre = Unit.objects.create(name_fi="Keskus", kind="centre")
    part = Unit.objects.create(name_fi="Osasto", kind="section", parent=centre)
    role = VolunteerRole.objects.get()
    VolunteerRole.objects.filter(pk=role.pk).update(unit=part)
    made = tags.tag_people(people=[eeva, jari], name="kesä", by=BY)
    assert found(state="preparing") == ["Eeva Salmela"]
    assert found(state="none", tag=made.tag.uuid) == ["Jari Koivisto"]
    assert found(role=role.uuid) == ["Ada Ahola", "Bo Berg"]
    assert found(unit=centre.uuid) == ["Ada Ahola", "Bo Berg"]
    assert found(unit=part.uuid, text="berg") == ["Bo Berg"]
    assert found(language="en") == ["Ada Ahola", "Bo Berg"]
    assert found(sign_in="no", state="preparing") == ["Eeva Salmela"]
    Period.objects.filter(person=eeva).update(state="ended", ended_on=TODAY)
    assert found(state="ended") == ["Eeva Salmela"]


@pytest.mark.usefixtures("crowd")
def test_erased_people_are_never_listed() -> None:
    Person.objects.create(is_blank=True, sort_key="~", created_at="2025-01-01T00:00Z")
    assert len(found()) == 6


def test_chosen_columns_stay_with_their_reader(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        bo = person("Bo")
        tags.tag_people(people=[bo], name="kesä", by=BY)
        kind = QualificationType.objects.create(code="ea", name_fi="Ensiapu", name_en="First aid")
        for day in (date(2023, 1, 1), date(2024, 1, 1)):
            Qualification.objects.create(
                person=bo, type=kind, from_on=day, to_on=day.replace(year=day.year + 2),
                noted_at="2025-01-01T00:00Z", noted_by="x",
            )  # fmt: skip
    client = browse(ada, alfa)
    assert heads(client.get(PAGE)) == ["State", "Roles", "Phone", "E-mail", "Signing in"]
    answer = client.post("/coordinate/people/columns/?q=berg", {"columns": ["ending", "tags", "x"]})
    assert answer["Location"] == f"{PAGE}?q=berg"
    client.post("/coordinate/people/columns/?q=berg", {"columns": ["ending", "tags"]})
    page = client.get(f"{PAGE}?q=berg")
    assert heads(page) == ["Tags", "Qualifications ending"]
    assert cells(page) == [["kesä", "First aid 1 Jan 2026"]]


def test_filter_is_kept_found_again_and_removed(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    client.post("/coordinate/people/lists/?state=active&state=x&q=b", {"name": "  Omat  "})
    client.post("/coordinate/people/lists/?state=active&q=b", {"name": "Omat"})
    with entered(alfa):
        kept = SavedList.objects.get()
    assert (kept.name, kept.query, kept.user_uuid) == ("Omat", "q=b&state=active", ada.uuid)
    page = client.get(f"{PAGE}?q=b&state=active").context
    assert [(tab.label, tab.url, tab.current) for tab in page["tabs"]] == [
        ("All", PAGE, False),
        ("Omat", f"{PAGE}?q=b&state=active", True),
    ]
    client.post(f"/coordinate/people/lists/{kept.uuid}/remove/")
    assert client.get(PAGE).context["tabs"] == []


def test_nobody_removes_anothers_filter(browse: Browse, ada: User, bo: User, alfa: Association) -> None:
    with entered(alfa):
        kept = SavedList.objects.create(user_uuid=bo.uuid, name="Bon", query="q=x")
    client = browse(ada, alfa)
    assert client.post(f"/coordinate/people/lists/{kept.uuid}/remove/").status_code == 404
    assert client.get(PAGE).context["tabs"] == []


def test_address_with_nonsense_shows_everybody(browse: Browse, ada: User, alfa: Association) -> None:
    page = browse(ada, alfa).get(f"{PAGE}?state=x&role=1&tag=zz&page=99999999999999&q=%20")
    assert names(page) == ["Ada Ahola", "Bo Berg"]


@pytest.mark.parametrize("rows", [1, 40])
def test_list_takes_the_same_queries_for_any_length(
    browse: Browse, ada: User, alfa: Association, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    with entered(alfa):
        for number in range(rows):
            invite.invite_person(
                person=add("Nn", f"Virtanen {number}", email=f"n{number}@example.org"), by=BY
            )
        SavedList.objects.create(user_uuid=ada.uuid, columns=list(roster.COLUMNS))
    client = browse(ada, alfa)
    client.get(f"{PAGE}?state=active")
    with django_assert_num_queries(15):
        client.get(PAGE)


@pytest.mark.usefixtures("inside")
def test_search_with_a_slip_goes_by_the_index() -> None:
    Person.objects.bulk_create(
        batch_size=1000,
        objs=(
            Person(
                given_name=f"Nn{number}",
                family_name=f"Sukunimi{number:04}",
                sort_key=f"{number}",
                search_key=f"nn{number} sukunimi{number:04} nn{number} n{number}@example.org 04{number:08}",
                created_at="2025-01-01T00:00Z",
            )
            for number in range(5000)
        ),
    )
    with search.with_likeness():
        plan = roster.people(Wanted(text="virtannen"), on=TODAY, reader=EVERYBODY).explain()
    assert "person_by_likeness" in plan
