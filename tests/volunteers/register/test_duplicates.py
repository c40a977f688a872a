"""Who is found to be alike, and the pages on which two become one."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY, MONDAY
from volunteers.register import duplicates
from volunteers.register.merge_errors import NotTwo
from volunteers.register.models import NotTheSame, Person, search_key, sort_key
from volunteers.register.services import merging

Browse = Callable[..., Client]
LIST = "/coordinate/people/twice/"
BORN = date(1960, 5, 1)


def add(name: str, email: str = "", phone: str = "", born_on: date | None = None) -> Person:
    given, _, family = name.partition(" ")
    return Person.objects.create(
        given_name=given,
        family_name=family,
        email=email,
        phone=phone,
        born_on=born_on,
        sort_key=sort_key(family_name=family, given_name=given),
        search_key=search_key(given_name=given, family_name=family, email=email, phone=phone),
        created_at=MONDAY,
    )


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (("Heikki Moilanen",), ("Heikki Moilanen",), ("name",)),
        (
            ("Heikki Moilanen", "", "040 123 4567"),
            ("Heiki Moilanen", "", "+358401234567"),
            ("similar", "phone"),
        ),
        (("Åke Öhman", "A@x.fi"), ("Ake Ohman", "a@x.fi"), ("name", "email")),
        (("Heikki Moilanen", "", "", BORN), ("Heikki Molianen", "", "", BORN), ("similar", "born_on")),
        (("Moilanen Heikki",), ("Heikki Moilanen",), ("swapped",)),
        # A couple with one address, twins, namesakes with other birth dates, people with one office number.
        (("Heikki Moilanen", "koti@x.fi"), ("Helena Moilanen", "koti@x.fi"), None),
        (("Heikki Moilanen", "", "", BORN), ("Hannu Moilanen", "", "", BORN), None),
        (("Heikki Moilanen", "", "", BORN), ("Heikki Moilanen", "", "", date(1990, 1, 1)), None),
        (("Heikki Moilanen", "", "015 1"), ("Eeva Salmela", "", "015 1"), None),
        (("Heikki Moilanen",), ("Heiki Moilanen",), None),
    ],
)
def test_pairs_are_found_by_what_is_alike(
    one: tuple[str, ...], other: tuple[str, ...], reasons: tuple[str, ...] | None
) -> None:
    first, second = add(*one), add(*other)  # type: ignore[arg-type]  # the last of four is a date
    found = [(pair.one, pair.other, pair.reasons) for pair in duplicates.pairs(Person.objects.all())]
    assert found == ([(first.pk, second.pk, reasons)] if reasons else [])


@pytest.mark.usefixtures("inside")
def test_likeliest_come_first_and_those_kept_apart_are_gone() -> None:
    add("Eeva Salmela"), add("Eeva Salmela")
    both = [add("Jari Koivu", "j@x.fi", "040 1234567", BORN) for _ in range(2)]
    found = duplicates.pairs(Person.objects.all())
    assert [len(pair.reasons) for pair in found] == [4, 1]
    merging.keep_apart(one=both[1], other=both[0], by=BY)
    merging.keep_apart(one=both[0], other=both[1], by=BY)
    assert [pair.reasons for pair in duplicates.pairs(Person.objects.all())] == [("name",)]
    assert NotTheSame.objects.count() == 1


@pytest.mark.usefixtures("inside")
def test_number_of_an_office_makes_no_pairs() -> None:
    for number in range(duplicates.MOST_SHARING + 1):
        add(f"Annemaria{number} Bbb", phone="016 1234567")
    assert duplicates.pairs(Person.objects.all()) == []


@pytest.fixture
def pair(alfa: Association) -> tuple[Person, Person]:
    with entered(alfa):
        return (
            add("Heikki Moilanen", "heikki@example.org", "040 1234567"),
            add("Heiki Moilanen", "heiki@example.org", "+358 40 1234567", BORN),
        )


def test_coordinator_makes_one_of_two(
    browse: Browse, ada: User, alfa: Association, pair: tuple[Person, Person]
) -> None:
    client, (heikki, heiki) = browse(ada, alfa), pair
    (shown,) = client.get(LIST).context["pairs"]
    assert [str(reason) for reason in shown["reasons"]] == ["almost the same name", "same phone"]
    path = f"/coordinate/people/{heikki.uuid}/merge/{heiki.uuid}/"
    page = client.get(path)
    assert {name: field.initial for name, field in page.context["form"].fields.items()} == {
        "given_name": "kept", "email": "kept", "phone": "kept", "born_on": "gone",
    }  # fmt: skip
    assert [value for _label, value in page.context["alike"]] == ["Moilanen", "Finnish"]
    answer = client.post(path, {"given_name": "kept", "email": "gone", "phone": "kept", "born_on": "gone"})
    assert answer["Location"] == f"/coordinate/people/{heikki.uuid}/"
    with entered(alfa):
        one = Person.objects.get(uuid=heikki.uuid)
    assert (one.name, one.email, one.born_on) == ("Heikki Moilanen", "heiki@example.org", BORN)
    moved = client.get(f"/coordinate/people/{heiki.uuid}/")
    assert (moved.status_code, moved["Location"]) == (302, f"/coordinate/people/{heikki.uuid}/")
    assert "Joined with another entry" in client.get(moved["Location"]).content.decode()
    assert client.get(LIST).context["pairs"] == []


def test_two_who_are_two_are_not_shown_again(
    browse: Browse, ada: User, alfa: Association, pair: tuple[Person, Person]
) -> None:
    client, (heikki, heiki) = browse(ada, alfa), pair
    assert client.post(f"/coordinate/people/{heiki.uuid}/apart/{heikki.uuid}/")["Location"] == LIST
    assert client.get(LIST).context["pairs"] == []


def test_two_sign_ins_are_said_with_what_to_do(
    browse: Browse, ada: User, alfa: Association, pair: tuple[Person, Person]
) -> None:
    client, (heikki, heiki) = browse(ada, alfa), pair
    with entered(alfa):
        for each in pair:
            each.user_uuid = uuid4()
            each.save()
    path = f"/coordinate/people/{heikki.uuid}/merge/{heiki.uuid}/"
    page = client.get(path)
    assert "both can sign in" in page.context["after"].refusal
    assert page.context["logins"] == [heikki, heiki]
    assert client.post(path, {}).status_code == 409
    with entered(alfa):
        assert Person.objects.filter(uuid=heiki.uuid).exists()
    answer = client.post(f"{path}sign-in/")
    assert answer["Location"] == path
    assert client.get(path).context["after"].refusal == ""


def test_oneself_and_any_other_number_than_two_are_refused(
    browse: Browse, ada: User, alfa: Association, pair: tuple[Person, Person]
) -> None:
    client, (heikki, heiki) = browse(ada, alfa), pair
    answer = client.get(f"/coordinate/people/{heikki.uuid}/merge/{heikki.uuid}/", follow=True)
    assert [str(each) for each in answer.context["messages"]] == [
        "That is one and the same person. Choose two different people."
    ]
    one = client.post("/coordinate/people/act/", {"act": "merge", "person": str(heikki.uuid)}, follow=True)
    assert [str(each) for each in one.context["messages"]] == [str(NotTwo())]
    both = {"act": "merge", "person": [str(heikki.uuid), str(heiki.uuid)]}
    answer = client.post("/coordinate/people/act/", both)
    assert answer["Location"] == f"/coordinate/people/{heikki.uuid}/merge/{heiki.uuid}/"
