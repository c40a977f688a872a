"""Who is away waits; what somebody wants of messages and what they were told is theirs."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from notifications import addresses, preferences, services
from notifications.kinds import Way
from notifications.models import Attempt, Call, Called, Choice, DeadAddress, Message, Preferences, Said
from tenants import clock
from tenants.context import platform_role
from tenants.models import Association, Wakeup
from tests.volunteers.register.conftest import BY, MONDAY
from volunteers.register import kinds, person_data
from volunteers.register.models import Person
from volunteers.register.services import availability, merging, people, periods, retention as nightly
from volunteers.register.services.erasure import erase_person

TODAY = date(2025, 2, 3)
THURSDAY = datetime(2025, 2, 5, 22, 0, tzinfo=UTC)  # midnight in Helsinki
MODELS = (Message, Attempt, Said, Preferences, Choice, DeadAddress, Called)


@pytest.fixture
def eeva(inside: Association) -> Person:
    made = people.add_person(given_name="Eeva", family_name="Kirje", email="eeva@example.org", by=BY)
    periods.activate(person=made, by=BY, on=TODAY)
    return made


def letter(person: Person, key: str = "letter") -> Message:
    return services.plan(kind="register.break", key=key, person_uuid=person.uuid, due_at=clock.now())


def known(person: Person, *, way: Way = Way.INBOX, answer: str = "") -> None:
    """A row of everything about messages."""
    message = letter(person, key=str(person.uuid))
    Said.objects.create(
        message=message, language="fi", subject="Aihe", paragraphs=["Rivi"], facts=[["Aika", "ti"]]
    )
    Attempt.objects.create(message=message, channel="email", at=MONDAY, outcome="sent")
    Preferences.objects.create(person_uuid=person.uuid, quiet_from=time(22), quiet_to=time(7))
    Choice.objects.create(person_uuid=person.uuid, kind="register.letter", way=way)
    addresses.note_dead(
        person_uuid=person.uuid, channel=Way.EMAIL, address="old@example.org", reason="bounced"
    )
    call, _made = Call.objects.get_or_create(
        kind="x", subject_kind="x", subject_uuid=UUID(int=1),
        defaults={"wave_size": 1, "wave_minutes": 1, "by_name": "Satu", "at": MONDAY},
    )  # fmt: skip
    Called.objects.create(call=call, person_uuid=person.uuid, wave=1, due_at=MONDAY, answer=answer)


def test_back_is_the_morning_after_the_last_day(eeva: Person) -> None:
    assert kinds.away_until(eeva.uuid) is None
    availability.add_absence(person=eeva, from_on=TODAY, to_on=TODAY + timedelta(days=2), by=BY)
    assert kinds.away_until(eeva.uuid) == THURSDAY
    periods.take_break(person=eeva, until=TODAY + timedelta(days=9), by=BY)
    assert kinds.away_until(eeva.uuid) == THURSDAY + timedelta(days=7)
    with clock.fixed(MONDAY + timedelta(days=10)):
        assert kinds.away_until(eeva.uuid) is None


def test_who_is_back_early_is_told_at_once(eeva: Person, inside: Association) -> None:
    waits = letter(eeva)
    Message.objects.update(next_at=THURSDAY, failure="away")
    retried = letter(eeva, key="other")
    Message.objects.filter(pk=retried.pk).update(state="retrying", next_at=THURSDAY, failure="deferred_451")
    with platform_role():
        Wakeup.objects.all().delete()
    absence = availability.add_absence(person=eeva, from_on=TODAY, to_on=TODAY + timedelta(days=2), by=BY)
    availability.remove_absence(absence=absence, by=BY)
    waits.refresh_from_db()
    retried.refresh_from_db()
    assert (waits.next_at, waits.failure, retried.next_at) == (MONDAY, "", THURSDAY)
    with platform_role():
        assert list(Wakeup.objects.filter(queue="messages").values_list("due_at", flat=True)) == [MONDAY]


def test_everything_is_told_to_whom_it_is_about(eeva: Person) -> None:
    known(eeva)
    kept = {each.name: each.rows for each in person_data.kept_of(eeva)}
    [message] = kept["message_person_uuid"]
    assert message["text"] == "Aihe\n\nRivi\n\nAika: ti"
    assert kept["preferences_person_uuid"][0]["quiet_from"] == "22:00"
    assert kept["choice_person_uuid"][0]["kind"] == "Letter to many"
    assert kept["deadaddress_person_uuid"][0]["reason"] == "messages come back"
    assert kept["called_person_uuid"][0]["answer"] == ""


def test_erased_with_the_person(eeva: Person) -> None:
    known(eeva)
    other = people.add_person(given_name="Aino", family_name="Kirje", email="aino@example.org", by=BY)
    known(other)
    erase_person(person=eeva, by=BY)
    assert [model.objects.count() for model in MODELS] == [1] * len(MODELS)
    assert Preferences.objects.get().person_uuid == other.uuid


def test_two_who_are_one_keep_the_choices_of_who_is_kept(eeva: Person) -> None:
    gone = people.add_person(given_name="Eva", family_name="Kirje", email="eva@example.org", by=BY)
    known(eeva)
    known(gone, way=Way.DIGEST, answer="yes")
    Choice.objects.create(person_uuid=gone.uuid, kind="register.break", way=Way.INBOX)
    merging.merge_people(kept=eeva, gone=gone, taking=(), by=BY)
    assert preferences.of(eeva.uuid).ways == {"register.letter": Way.INBOX, "register.break": Way.INBOX}
    assert [
        model.objects.filter(person_uuid=gone.uuid).count() for model in (Message, Preferences, Called)
    ] == [0] * 3
    assert (Message.objects.filter(person_uuid=eeva.uuid).count(), DeadAddress.objects.count()) == (2, 1)
    assert Called.objects.get().answer == "yes"


def test_after_a_year_what_was_said_is_gone(eeva: Person) -> None:
    known(eeva)
    Message.objects.update(state="sent")
    Call.objects.update(state="ended")
    nightly.run_due()
    assert Said.objects.count() == 1
    with clock.fixed(MONDAY + timedelta(days=367)):
        nightly.run_due()
    assert [model.objects.count() for model in (Message, Said, Attempt, DeadAddress, Call, Called)] == [0] * 6
    assert Preferences.objects.count() == 1
