"""An invitation gives access to the owner of an address, once, within two weeks."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts import invitations
from accounts.models import User
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, Invitation
from volunteers.register.models import Person
from volunteers.register.services import people

Browse = Callable[..., Client]
BY = Actor.system("test")


@pytest.fixture
def eve(alfa: Association) -> Person:
    """Somebody in Alfa's register who has no login yet."""
    with entered(alfa):
        return people.add_person(given_name="Eve", family_name="Elo", email="eve@example.org", by=BY)


def invited(alfa: Association, person: Person) -> Invitation:
    """An invitation to this person as a volunteer."""
    return invitations.invite(
        association=alfa,
        email=person.email,
        name=person.name,
        role="volunteer",
        language="en",
        person_uuid=person.uuid,
        by=BY,
    )


def open_link(client: Client, invitation: Invitation) -> int:
    """Open the link of the mail; the status of the page that it leads to."""
    link = urlsplit(invitations.link(invitation.uuid))
    return client.get(f"{link.path}?{link.query}", follow=True).status_code


def accept(client: Client, password: str = "") -> int:
    """Press the button."""
    return client.post("/invitation/", {"password": password}).status_code


def test_accepting_makes_login_access_and_link_to_the_person(
    browse: Browse, alfa: Association, eve: Person
) -> None:
    client = browse(None, "identity")
    assert open_link(client, invited(alfa, eve)) == 200
    assert accept(client) == 302
    user = User.objects.get(email="eve@example.org")
    assert Access.objects.get(user=user).association == alfa
    with entered(alfa):
        assert Person.objects.get(uuid=eve.uuid).user_uuid == user.uuid


def test_token_leaves_the_address_at_once(browse: Browse, alfa: Association, eve: Person) -> None:
    client = browse(None, "identity")
    link = urlsplit(invitations.link(invited(alfa, eve).uuid))
    assert client.get(f"{link.path}?{link.query}").headers["Location"] == "/invitation/"


def test_invitation_works_once(browse: Browse, alfa: Association, eve: Person) -> None:
    invitation = invited(alfa, eve)
    first = browse(None, "identity")
    open_link(first, invitation)
    accept(first)
    assert open_link(browse(None, "identity"), invitation) == 410


def test_invitation_ends_after_two_weeks(browse: Browse, alfa: Association, eve: Person) -> None:
    invitation = invited(alfa, eve)
    with clock.fixed(clock.now() + timedelta(days=14, minutes=1)):
        assert open_link(browse(None, "identity"), invitation) == 410


def test_newer_invitation_replaces_the_older(browse: Browse, alfa: Association, eve: Person) -> None:
    older = invited(alfa, eve)
    newer = invited(alfa, eve)
    assert open_link(browse(None, "identity"), older) == 410
    assert open_link(browse(None, "identity"), newer) == 200


def test_link_that_somebody_made_up_is_refused(browse: Browse, alfa: Association, eve: Person) -> None:
    invitation = invited(alfa, eve)
    client = browse(None, "identity")
    answer = client.get(f"/invitation/?token={invitation.uuid}.{'0' * 64}", follow=True)
    assert answer.status_code == 410


def test_weak_password_is_refused_and_nothing_is_taken(
    browse: Browse, alfa: Association, eve: Person
) -> None:
    client = browse(None, "identity")
    invitation = invited(alfa, eve)
    open_link(client, invitation)
    assert accept(client, "short") == 200
    assert not User.objects.filter(email="eve@example.org").exists()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_only_the_hash_of_the_token_is_kept(alfa: Association, eve: Person) -> None:
    invitation = invited(alfa, eve)
    token = invitations.link(invitation.uuid).rpartition(".")[2]
    assert token not in str(list(Invitation.objects.values()))
