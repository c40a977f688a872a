"""A letter to many: who gets it, who is to be called, who does not want it, and what it says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.reach import EVERYBODY
from notifications import delivery
from notifications.models import Message
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.register.conftest import BY, MONDAY
from volunteers.register.letter_rows import outcome_of
from volunteers.register.models import Consent, Letter, Person, Trail
from volunteers.register.person_errors import LetterToNobody, LetterUnwritten
from volunteers.register.services import agreements, letters, people

Browse = Callable[..., Client]
ACT = "/coordinate/people/act/"
SATU = Actor(user=None, name="Satu Alatalo")


def add(given: str, **fields: str) -> Person:
    return people.add_person(given_name=given, family_name="Kirje", by=BY, **fields)  # type: ignore[arg-type]  # texts only


@pytest.fixture
def readers(inside: Association) -> list[Person]:
    return [
        add("Eeva", email="eeva@example.org"),
        add("Linnéa", email="linnea@example.org", language="sv"),
        add("Jari", phone="+358 40 1234567"),
    ]


def write(to: list[Person], *, everyone: bool = True, **texts: str) -> letters.Written:
    said = {"fi": "Kesäjuhla", **{code: text.split("|")[0] for code, text in texts.items()}}
    text = {"fi": "Tervetuloa!", **{code: text.split("|")[1] for code, text in texts.items()}}
    return letters.write_letter(to=to, subject=said, text=text, by=SATU, everyone=everyone)


def test_each_reads_it_in_their_language_and_who_has_no_address_is_named(readers: list[Person]) -> None:
    written = write(readers, sv="Sommarfest|Välkommen!\n\nVi ses.")
    assert [each.given_name for each in written.readers.without_address] == ["Jari"]
    assert Message.objects.count() == 3
    delivery.deliver_due()
    assert sorted((each.to[0].rpartition("<")[2].strip(">"), each.subject) for each in mail.outbox) == [
        ("eeva@example.org", "Kesäjuhla"),
        ("linnea@example.org", "Sommarfest"),
    ]
    swedish = next(each for each in mail.outbox if each.subject == "Sommarfest")
    assert "Välkommen!\n\nVi ses.\n\nSatu Alatalo\n" in str(swedish.body)
    outcome = outcome_of(written.letter, reader=EVERYBODY)
    assert (outcome.readers, outcome.sent, outcome.waiting, outcome.to_call) == (3, 2, 0, [readers[2]])


def test_other_letters_reach_only_those_who_allow_them(readers: list[Person]) -> None:
    eeva, linnea, jari = readers
    for each in (eeva, jari):
        agreements.set_consent(person=each, purpose=Consent.Purpose.NEWSLETTER, given=True, by=BY)
    written = write(readers, everyone=False)
    assert written.readers == letters.Readers(
        reached=[eeva], without_address=[jari], without_consent=[linnea]
    )
    agreements.set_consent(person=eeva, purpose=Consent.Purpose.NEWSLETTER, given=False, by=BY)
    delivery.deliver_due()
    assert mail.outbox == []
    assert Message.objects.get(person_uuid=eeva.uuid).failure == "such letters are no longer allowed"
    assert outcome_of(written.letter, reader=EVERYBODY).no_longer == 1
    with pytest.raises(LetterToNobody):
        write([linnea], everyone=False)


def test_half_a_letter_is_not_sent(readers: list[Person]) -> None:
    for subject, text in (
        ({"fi": "A"}, {}),
        ({"sv": "A"}, {"sv": "B"}),
        ({"fi": "A", "sv": "B"}, {"fi": "A"}),
        ({"fi": " "}, {"fi": "A"}),
    ):
        with pytest.raises(LetterUnwritten):
            letters.write_letter(to=readers, subject=subject, text=text, by=BY)
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("inside")
def test_many_letters_leave_at_a_steady_pace_in_few_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Person.objects.bulk_create(
        Person(given_name="N", family_name=str(n), sort_key="n", email=f"n{n}@example.org", created_at=MONDAY)
        for n in range(150)
    )
    them = list(Person.objects.filter(given_name="N"))
    with django_assert_max_num_queries(20):
        write([*them, *them])
    due = list(Message.objects.order_by("due_at").values_list("due_at", flat=True))
    assert len(due) == 150
    assert [due.count(clock.now() + timedelta(minutes=n)) for n in range(3)] == [60, 60, 30]


def test_coordinator_writes_looks_and_sends(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        eeva, jari = add("Eeva", email="eeva@example.org"), add("Jari", phone="+358 40 1234567")
    client = browse(ada, alfa)
    chosen = {"act": "letter", "whom": "ticked", "person": [str(eeva.uuid), str(jari.uuid)]}
    asked = client.post(ACT, chosen)
    assert asked.context["title"] == "Write to 2 people"
    missing = client.post(ACT, chosen | {"do": "look", "about": "everyone", "subject_fi": "Hei"})
    assert (missing.status_code, list(missing.context["form"].errors)) == (422, ["text_fi"])
    text = {"about": "everyone", "subject_fi": "Hei", "text_fi": "Nähdään <b>lauantaina</b>."}
    half = client.post(ACT, chosen | text | {"do": "look", "subject_sv": "Hej"})
    assert list(half.context["form"].errors) == ["text_sv"]
    look = client.post(ACT, chosen | text | {"do": "look"}).content.decode()
    assert "Nähdään &lt;b&gt;lauantaina&lt;/b&gt;." in look
    assert "+358 40 1234567" in look
    with entered(alfa):
        assert not Letter.objects.exists()
    assert (
        client.post(ACT, chosen | text | {"do": "change"}).context["form"]["text_fi"].value()
        == text["text_fi"]
    )
    sent = client.post(ACT, chosen | text | {"do": "send"}, follow=True)
    with entered(alfa):
        letter = Letter.objects.get()
        assert Trail.objects.get(verb="letter.sent").data == {"people": 2, "everyone": True}
    assert sent.redirect_chain[-1][0] == f"/coordinate/people/letters/{letter.uuid}/"
    assert [each.given_name for each in sent.context["outcome"].to_call] == ["Jari"]
    listed = client.get("/coordinate/people/letters/")
    assert [(each.subject, each.readers) for each in listed.context["letters"]] == [("Hei", 2)]


def test_letter_to_nobody_says_so(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        eeva = add("Eeva", email="eeva@example.org")
    client = browse(ada, alfa)
    chosen = {"act": "letter", "whom": "ticked", "person": str(eeva.uuid), "about": "allowed"}
    text = {"subject_fi": "Hei", "text_fi": "Kuulumisia."}
    look = client.post(ACT, chosen | text | {"do": "look"})
    assert look.context["can_send"] is False
    answer = client.post(ACT, chosen | text | {"do": "send"}, follow=True)
    assert [str(each) for each in answer.context["messages"]] == [str(LetterToNobody())]
