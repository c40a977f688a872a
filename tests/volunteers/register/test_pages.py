"""The coordinator's pages of people."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Message
from tenants.context import entered
from tenants.models import Association, Invitation
from tests.volunteers.register.conftest import BY, person
from volunteers.register import selectors
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.services import people

Browse = Callable[..., Client]
EEVA = {
    "given_name": "Eeva",
    "family_name": "Salmela",
    "email": "Eeva@example.org",
    "phone": "040 123 4567",
    "language": "sv",
}


def add(number: int) -> Person:
    return people.add_person(
        given_name="Nn", family_name=f"Virtanen {number:03}", email=f"n{number}@example.org", by=BY
    )


def said(client: Client, answer: Any) -> list[str]:
    """What the next page says."""
    page = client.get(answer["Location"])
    return [str(message) for message in page.context["messages"]]


def test_volunteer_is_added_with_roles_and_invited(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        role = VolunteerRole.objects.get()
    client = browse(ada, alfa)
    answer = client.post("/coordinate/people/new/", {**EEVA, "roles": [role.pk], "invited": "on"})
    assert said(client, answer) == ["Eeva Salmela was added and invited."]
    with entered(alfa):
        eeva = person("Eeva")
        assert (eeva.email, eeva.phone, eeva.language) == ("eeva@example.org", "+358 40 1234567", "sv")
        assert selectors.is_active(eeva)
        assert Message.objects.get().person_uuid == eeva.uuid
    assert Invitation.objects.get(email="eeva@example.org").person_uuid == eeva.uuid


def test_volunteer_is_added_without_an_invitation(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    answer = client.post("/coordinate/people/new/", {**EEVA, "email": "", "phone": ""})
    assert said(client, answer) == ["Eeva Salmela was added."]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"phone": "call me"},
            {"phone": ["Write the number as +358 40 1234567 or 040 1234567."]},
        ),
        (
            {"email": "", "invited": "on"},
            {"__all__": ["Eeva Salmela has no e-mail address. Add one, then invite."]},
        ),
    ],
)
def test_volunteer_that_cannot_be_is_refused_and_nothing_is_stored(
    browse: Browse, ada: User, alfa: Association, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    answer = browse(ada, alfa).post("/coordinate/people/new/", {**EEVA, **fields})
    form = answer.context["form"]
    assert dict(form.errors) == errors
    assert form["family_name"].value() == "Salmela"
    with entered(alfa):
        assert not Person.objects.filter(given_name="Eeva").exists()


def test_somebody_known_is_not_added_again(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    client.post("/coordinate/people/new/", EEVA)
    answer = client.post("/coordinate/people/new/", EEVA)
    assert dict(answer.context["form"].errors) == {
        "__all__": ["Eeva Salmela is in the register already, with the same e-mail address."]
    }


def test_inviting_shows_until_when(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        eeva = people.add_person(given_name="Eeva", family_name="Salmela", email="eeva@example.org", by=BY)
    client = browse(ada, alfa)
    answer = client.post(f"/coordinate/people/{eeva.uuid}/invite/")
    assert said(client, answer) == ["The invitation goes to eeva@example.org."]
    page = client.get("/coordinate/people/?q=salm").content.decode()
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]+)<', page) == ["Eeva Salmela"]
    assert "invited, until" in page
    assert "Invite again" in page


def test_people_come_in_pages_of_50_in_order_of_name(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        for number in range(60):
            add(number)
    client = browse(ada, alfa)
    first, second = (
        re.findall(
            r'<th scope="row"><a [^>]*>([^<]+)<',
            client.get(f"/coordinate/people/?page={number}").content.decode(),
        )
        for number in (1, 2)
    )
    assert (len(first), len(second)) == (50, 12)
    assert (first[0], second[-1]) == ("Ada Ahola", "Nn Virtanen 059")


@pytest.mark.parametrize("path", ["/coordinate/people/", "/coordinate/people/new/"])
def test_volunteers_and_strangers_may_not(
    browse: Browse, bo: User, cleo: User, alfa: Association, path: str
) -> None:
    assert browse(bo, alfa).get(path).status_code == 403
    assert browse(cleo, alfa).get(path).status_code == 404
    assert browse(None, alfa).get(path).status_code == 302


def test_people_of_another_association_are_not_reached(
    browse: Browse, ada: User, alfa: Association, beta: Association
) -> None:
    with entered(beta):
        there = people.add_person(given_name="Eeva", family_name="Beta", email="eeva@example.org", by=BY)
    client = browse(ada, alfa)
    assert client.get("/coordinate/people/?q=beta").context["rows"] == ""
    assert client.post(f"/coordinate/people/{there.uuid}/invite/").status_code == 404
    assert client.post(f"/coordinate/people/{uuid4()}/invite/").status_code == 404
    assert not Invitation.objects.exists()
