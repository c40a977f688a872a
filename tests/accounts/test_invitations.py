"""Invitations: the one way in which a login gets access."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts import invitations, sessions
from accounts.models import User
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered, platform_role
from tenants.models import Access, Association, CrossingEntry, Invitation
from tests import states
from tests.accounts.conftest import Newcomer
from tests.accounts.factors import PASSWORD
from tests.accounts.traveller import Traveller, url
from tests.arena import at_once
from volunteers.register.models import Person, sort_key

BY = Actor.system("test")
Invite = Callable[..., Invitation]


@pytest.fixture
def person(alfa: Association) -> Person:
    with entered(alfa):
        return Person.objects.create(
            given_name="Fia",
            family_name="Fors",
            sort_key=sort_key(family_name="Fors", given_name="Fia"),
            email="fia@example.org",
            created_at=clock.now(),
        )


@pytest.fixture
def invite(alfa: Association) -> Invite:
    def make(**fields: Any) -> Invitation:
        given: dict[str, Any] = {
            "association": alfa,
            "email": "fia@example.org",
            "name": "Fia Fors",
            "role": "volunteer",
            "language": "en",
            "person_uuid": None,
            "by": BY,
        }
        return invitations.invite(**given | fields)

    return make


def access_of(email: str) -> list[tuple[str, str]]:
    return list(
        Access.objects.filter(user__email=email, ends_at__isnull=True).values_list(
            "association__slug", "role"
        )
    )


def linked(alfa: Association, person: Person) -> UUID | None:
    with entered(alfa):
        return Person.objects.get(pk=person.pk).user_uuid


# --- accepting -------------------------------------------------------------------------------------


def test_new_person_accepts_and_is_where_they_were_invited(
    traveller: Traveller, invite: Invite, alfa: Association, person: Person
) -> None:
    page = traveller.get(invitations.link(invite(person_uuid=person.uuid).uuid))
    assert traveller.at == url("identity", "/invitation/")  # the secret has left the address
    assert "Alfan mielen hyvinvointi ry" in page.content.decode()
    assert User.objects.filter(email="fia@example.org").count() == 0  # looking changes nothing
    page = traveller.post(traveller.at, {"password": ""})
    assert (page.status_code, traveller.at) == (200, url(alfa, "/home/"))
    user = User.objects.get(email="fia@example.org")
    assert (user.name, user.language, user.has_usable_password()) == ("Fia Fors", "en", False)
    assert access_of(user.email) == [("alfa", "volunteer")]
    assert EmailAddress.objects.get(user=user).verified
    assert linked(alfa, person) == user.uuid
    entry = CrossingEntry.objects.get(verb="link_person", by_user=user.uuid)
    assert entry.association == alfa


def test_new_person_may_choose_a_password(traveller: Traveller, invite: Invite) -> None:
    traveller.get(invitations.link(invite().uuid))
    page = traveller.post(traveller.at, {"password": "short"})
    assert page.status_code == 200
    assert "at least 12 characters" in page.content.decode()
    assert not User.objects.filter(email="fia@example.org").exists()
    traveller.post(traveller.at, {"password": PASSWORD})
    again = Traveller()
    again.post(url("identity", "/account/login/"), {"login": "fia@example.org", "password": PASSWORD})
    assert again.at == url("identity")


def test_known_person_keeps_login_and_password(
    traveller: Traveller, invite: Invite, newcomer: Newcomer, beta: Association, alfa: Association
) -> None:
    user = newcomer(beta, password=PASSWORD)
    page = traveller.get(invitations.link(invite(email=user.email).uuid))
    assert "password" not in page.content.decode()
    traveller.post(traveller.at, {"password": "another password entirely"})
    assert access_of(user.email) == [("beta", "volunteer"), ("alfa", "volunteer")]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.name == "Eeva Eloranta"


def test_person_who_is_signed_in_stays_so(
    traveller: Traveller, invite: Invite, newcomer: Newcomer, alfa: Association
) -> None:
    user = newcomer(password=PASSWORD)
    traveller.post(url("identity", "/account/login/"), {"login": user.email, "password": PASSWORD})
    traveller.get(invitations.link(invite(email=user.email.upper()).uuid))
    traveller.post(traveller.at)
    assert traveller.at.startswith(url(alfa))
    assert user.sign_ins.count() == 1
    assert access_of(user.email) == [("alfa", "volunteer")]


def test_accepting_twice_the_same_role_gives_it_once(
    traveller: Traveller, invite: Invite, alfa: Association
) -> None:
    for _ in range(2):
        traveller.get(invitations.link(invite().uuid))
        traveller.post(traveller.at)
    assert access_of("fia@example.org") == [("alfa", "volunteer")]


# --- refusals --------------------------------------------------------------------------------------

EXPIRED = "This invitation has expired or was used already."


def refused(traveller: Traveller, link: str, sentence: str = EXPIRED, status: int = 410) -> None:
    page = traveller.get(link)
    if page.status_code == 200:
        page = traveller.post(traveller.at)
    assert page.status_code == status
    assert sentence in page.content.decode()


def test_used_invitation_is_refused(traveller: Traveller, invite: Invite) -> None:
    link = invitations.link(invite().uuid)
    traveller.get(link)
    traveller.post(traveller.at)
    refused(Traveller(), link)
    refused(traveller, link)


def test_expired_invitation_is_refused_by_domain_time(invite: Invite) -> None:
    link = invitations.link(invite().uuid)
    with clock.fixed(clock.now() + invitations.VALID_FOR - timedelta(minutes=1)):
        assert Traveller().get(link).status_code == 200
    with clock.fixed(clock.now() + invitations.VALID_FOR + timedelta(minutes=1)):
        refused(Traveller(), link)


def test_invitation_that_expires_on_the_open_page_is_refused(traveller: Traveller, invite: Invite) -> None:
    traveller.get(invitations.link(invite().uuid))
    with clock.fixed(clock.now() + invitations.VALID_FOR + timedelta(minutes=1)):
        assert traveller.post(traveller.at).status_code == 410
    assert access_of("fia@example.org") == []


def test_replaced_invitation_is_refused_and_the_new_one_works(traveller: Traveller, invite: Invite) -> None:
    old, other_role, new = (
        invitations.link(invite(role=r).uuid) for r in ("volunteer", "coordinator", "volunteer")
    )
    refused(Traveller(), old)
    assert Traveller().get(other_role).status_code == 200
    assert traveller.get(new).status_code == 200


def test_invitation_for_another_address_is_refused(
    traveller: Traveller, invite: Invite, newcomer: Newcomer
) -> None:
    user = newcomer(password=PASSWORD)
    traveller.post(url("identity", "/account/login/"), {"login": user.email, "password": PASSWORD})
    refused(traveller, invitations.link(invite().uuid), "This invitation is for another address.", 403)
    assert access_of(user.email) == []
    assert not User.objects.filter(email="fia@example.org").exists()


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "x",
        "{uuid}",
        "{uuid}.",
        "{uuid}.wrong",
        "{uuid}.{hash}",
        "ä",
        "x" * 9000,
    ],
)
def test_wrong_token_is_refused(traveller: Traveller, invite: Invite, token: str) -> None:
    invitation = invite()
    wrong = token.format(uuid=invitation.uuid, hash=invitation.token_hash)
    response = traveller.client("id.rinnalla.localhost:8000").get(
        "/invitation/", {"token": wrong}, follow=True
    )
    assert response.status_code == 410
    assert EXPIRED in response.content.decode() or "Kutsu" in response.content.decode()


def test_database_alone_does_not_give_the_token(invite: Invite) -> None:
    invitation = invite()
    secret = invitations.link(invitation.uuid).rpartition(".")[2]
    assert invitation.token_hash == sessions.hashed(secret)
    assert secret not in str(Invitation.objects.values())


@pytest.mark.parametrize("state", ["archived", "deleted"])
def test_invitation_of_a_closed_association_is_refused(alfa: Association, invite: Invite, state: str) -> None:
    link = invitations.link(invite().uuid)
    states.put(alfa, state)
    refused(Traveller(), link)


def test_invitation_of_a_suspended_association_waits(
    traveller: Traveller, alfa: Association, invite: Invite, person: Person
) -> None:
    link = invitations.link(invite(person_uuid=person.uuid).uuid)
    states.put(alfa, "suspended")
    refused(traveller, link, "is paused at the moment", 403)
    assert linked(alfa, person) is None
    states.put(alfa, "active")
    traveller.get(link)
    traveller.post(traveller.at)
    assert access_of("fia@example.org") == [("alfa", "volunteer")]


def test_person_who_belongs_to_another_login_gives_no_access(
    traveller: Traveller, invite: Invite, alfa: Association, person: Person, bo: User
) -> None:
    """The register says so; the invitation stays open, and nobody is let in half."""
    with entered(alfa):
        other = Person.objects.get(user_uuid=bo.uuid)
    link = invitations.link(invite(person_uuid=other.uuid).uuid)
    refused(traveller, link, "This invitation belongs to somebody else in the register.", 409)
    assert access_of("fia@example.org") == []
    assert linked(alfa, other) == bo.uuid
    assert Traveller().get(link).status_code == 200


def test_unknown_role_is_a_mistake_of_ours(invite: Invite) -> None:
    for role in ("admin", "analyst", "root"):
        with pytest.raises(ValueError, match="no role of an association"):
            invite(role=role)


def test_inviting_from_inside_writes_on_the_shared_side(alfa: Association, invite: Invite) -> None:
    with entered(alfa), platform_role():
        made = invite()
    assert Invitation.objects.get(pk=made.pk).email == "fia@example.org"


def test_accepting_needs_the_forms_token(invite: Invite) -> None:
    client = Client(headers={"host": "id.rinnalla.localhost:8000"}, enforce_csrf_checks=True)
    client.get("/invitation/", {"token": invitations.link(invite().uuid).partition("token=")[2]})
    assert client.post("/invitation/").status_code == 403
    assert access_of("fia@example.org") == []


@pytest.mark.race
def test_two_who_accept_at_once_let_one_in(arena: Association) -> None:
    email = f"{arena.slug}@example.org"
    made = invitations.invite(
        association=arena, email=email, name="Two", role="volunteer", language="en", person_uuid=None, by=BY
    )
    token = invitations.link(made.uuid).partition("token=")[2]

    def accept() -> int:
        client = Client(headers={"host": "id.rinnalla.localhost:8000"})
        client.get("/invitation/", {"token": token})
        return client.post("/invitation/").status_code

    try:
        assert sorted(at_once(accept, accept, accept)) == [302, 410, 410]
        assert User.objects.filter(email=email).count() == 1
    finally:
        User.objects.filter(email=email).delete()
