"""Adding people, joining them with their logins, inviting them."""

from uuid import UUID, uuid4

import pytest

from accounts.invitations import InvitationRefused
from accounts.reach import EVERYBODY
from notifications import kinds
from notifications.models import Message
from tenants import crossings
from tenants.context import entered, platform_role
from tenants.models import Association, Invitation
from tests.volunteers.register.conftest import BY, MONDAY, person
from volunteers.register import roster, selectors
from volunteers.register.errors import HasLogin, LinkedToAnother, NoAddress, PersonKnown
from volunteers.register.models import Person, Trail
from volunteers.register.roster import Wanted
from volunteers.register.services import invite, people


def add(given: str = "Eeva", family: str = "Äijälä", **fields: str) -> Person:
    return people.add_person(given_name=given, family_name=family, by=BY, **fields)  # type: ignore[arg-type]  # texts only


@pytest.mark.usefixtures("inside")
def test_people_are_in_finnish_order() -> None:
    add("Aino", "Zetterberg")
    add("Eeva", "Äijälä", email="Eeva@Example.org")
    assert [each.family_name for each in roster.people(Wanted(), on=MONDAY.date(), reader=EVERYBODY)] == [
        "Ahola",
        "Berg",
        "Zetterberg",
        "Äijälä",
    ]


@pytest.mark.usefixtures("inside")
def test_person_of_one_name_and_address_is_added_once() -> None:
    add(email="koti@example.org")
    with pytest.raises(PersonKnown):
        add("eeva", email="KOTI@example.org")
    assert add("Eero", email="koti@example.org").email == "koti@example.org"


@pytest.mark.usefixtures("inside")
def test_adding_a_person_leaves_a_trail_without_names() -> None:
    added = add()
    line = Trail.objects.get(verb="person.added")
    assert (line.at, line.actor_name, line.subject_uuid, line.data) == (MONDAY, "test", added.uuid, {})


@pytest.mark.usefixtures("inside")
def test_linking_a_person_twice_changes_nothing() -> None:
    added, user = add(), uuid4()
    people.link_person(person_uuid=added.uuid, user_uuid=user)
    people.link_person(person_uuid=added.uuid, user_uuid=user)
    found = selectors.person_of(user)
    assert found == added
    assert Trail.objects.filter(verb="person.linked").count() == 1


@pytest.mark.usefixtures("inside")
def test_linking_refuses_whoever_belongs_to_another() -> None:
    added, bo = add(), person("Bo")
    assert bo.user_uuid is not None
    for pair in ((added.uuid, bo.user_uuid), (bo.uuid, uuid4()), (uuid4(), uuid4())):
        with pytest.raises(LinkedToAnother):
            people.link_person(person_uuid=pair[0], user_uuid=pair[1])
    assert issubclass(LinkedToAnother, InvitationRefused)


def test_link_person_is_a_listed_crossing(alfa: Association) -> None:
    with entered(alfa):
        added = add()
    user = uuid4()
    crossings.cross("link_person", into=alfa, by_user=user, person_uuid=added.uuid, user_uuid=user)
    with entered(alfa):
        assert selectors.person_of(user) == added


def test_person_of_nobody_is_nobody(inside: Association) -> None:
    assert selectors.person_of(None) is None
    assert selectors.person_of(uuid4()) is None


def test_inviting_writes_both_sides_and_replaces_the_open_one(inside: Association) -> None:
    added = add(email="eeva@example.org", language="sv")
    first = invite.invite_person(person=added, by=BY)
    second = invite.invite_person(person=added, by=BY)
    with platform_role():
        open_ones = list(Invitation.objects.filter(person_uuid=added.uuid))
    assert [(each.uuid, each.role, each.association_id, each.language) for each in open_ones] == [
        (second.uuid, "volunteer", inside.pk, "sv")
    ]
    assert selectors.open_invitations([added]) == {added.uuid: second.expires_at}
    kind = kinds.get("register.invitation")
    messages = list(Message.objects.filter(person_uuid=added.uuid).order_by("pk"))
    assert [message.data["invitation"] for message in messages] == [str(first.uuid), str(second.uuid)]
    assert kind.still_wanted(messages[0]) == "the invitation was replaced, accepted or has expired"
    assert kind.still_wanted(messages[1]) is None


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("language", "subject", "button"),
    [
        ("fi", "Alfan mielen hyvinvointi ry kutsuu sinut", "Hyväksy kutsu"),
        ("sv", "Alfan mielen hyvinvointi ry bjuder in dig", "Godkänn inbjudan"),
        ("en", "Alfan mielen hyvinvointi ry invites you", "Accept the invitation"),
    ],
)
def test_invitation_is_a_mail_in_the_persons_language(language: str, subject: str, button: str) -> None:
    from django.utils import translation

    added = add(email="eeva@example.org", language=language)
    invitation = invite.invite_person(person=added, by=BY)
    message = Message.objects.get()
    kind = kinds.get(message.kind)
    to = kind.recipient(message)
    assert to is not None
    assert (to.address, to.name, to.language) == ("eeva@example.org", "Eeva Äijälä", language)
    with translation.override(language):
        mail = kind.render(message, language)
    assert mail.subject == subject
    link = f"http://id.rinnalla.localhost:8000/invitation/?token={invitation.uuid}."
    assert (mail.text.count(link), mail.html.count(link), mail.text.count(button)) == (1, 1, 1)


@pytest.mark.usefixtures("inside")
def test_inviting_refuses_who_has_no_address_or_can_sign_in() -> None:
    with pytest.raises(NoAddress):
        invite.invite_person(person=add(), by=BY)
    with pytest.raises(HasLogin):
        invite.invite_person(person=person("Bo"), by=BY)


def test_open_invitations_of_another_association_are_not_seen(alfa: Association, beta: Association) -> None:
    with entered(beta):
        there = add(email="eeva@example.org")
        invite.invite_person(person=there, by=BY)
    with entered(alfa):
        here = add(email="eeva@example.org")
        Person.objects.filter(pk=here.pk).update(uuid=UUID(str(there.uuid)))
        here.refresh_from_db()
        assert selectors.open_invitations([here]) == {}
