"""A person brings their record along from another association of theirs, and nobody else can."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from scheduling.hours.models import HoursEntry
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, CrossingEntry
from volunteers.register.models import (
    CarriedRecord,
    Person,
    QualificationType,
    RoleHolding,
    Trail,
    VolunteerRole,
)
from volunteers.register.services import carrying, notes, qualifications
from volunteers.register.services.people import add_person
from volunteers.register.tasks import bring_records

Browse = Callable[..., Client]
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(MONDAY):
        yield


def hours_of(person: Person, *, role: VolunteerRole, minutes: int) -> None:
    """Approved hours of a day in 2024; another day each time, as hours never overlap."""
    at = datetime(2024, 5, 1 + HoursEntry.objects.filter(person=person).count(), 9, tzinfo=UTC)
    HoursEntry.objects.create(
        person=person, role=role, starts_at=at, ends_at=at + timedelta(minutes=minutes), minutes=minutes,
        state="approved", approved_at=at, source="import", created_at=at,
        first_month=date(2024, 5, 1), last_month=date(2024, 5, 1),
    )  # fmt: skip


@pytest.fixture
def moved(bo: User, alfa: Association, beta: Association) -> User:
    """Bo, who has left Alfa with a course behind him, and volunteers at Beta."""
    with entered(alfa):
        person = Person.objects.get(user_uuid=bo.uuid)
        kind = QualificationType.objects.create(code="course", name_fi="Kurssi", name_en="Course")
        qualifications.note_qualification(
            person=person, qualification_type=kind, from_on=date(2024, 5, 1), by=BY
        )
        role = RoleHolding.objects.filter(person=person).select_related("role").first()
        assert role is not None
        hours_of(person, role=role.role, minutes=120)
        notes.write_note(person=person, text="Alfa's own words", level="coordinators", by=BY)
    Access.objects.filter(user=bo, association=alfa).update(ends_at=MONDAY)
    Access.objects.create(user=bo, association=beta, role="volunteer", created_at=MONDAY)
    with entered(beta):
        add_person(given_name="Bo", family_name="Berg", by=BY, user_uuid=bo.uuid)
    return bo


ALL = ["periods", "roles", "qualifications", "hours"]


def sent(source: Association, *parts: str) -> dict[str, Any]:
    return {"source": str(source.uuid), "parts": list(parts or ALL)}


def brought_of(association: Association) -> CarriedRecord:
    with entered(association):
        return CarriedRecord.objects.get()


def offers(client: Client, row: CarriedRecord, **changed: str) -> int:
    """Says yes to what came, in the words of the page."""
    yes = {"agreed": "on", "version": carrying.CONSENT} | changed
    return int(client.post(f"/me/data/brought/{row.uuid}/offer/", yes).status_code)


def test_record_is_looked_at_agreed_to_and_taken_in(
    browse: Browse, moved: User, cleo: User, alfa: Association, beta: Association
) -> None:
    mine, theirs = browse(moved, beta), browse(cleo, beta)
    assert alfa.name in mine.get("/me/data/bring/").content.decode()
    assert mine.post("/me/data/bring/", {"source": str(alfa.uuid)}).status_code == 422
    assert mine.post("/me/data/bring/", sent(alfa)).status_code == 302
    assert b"On its way" in mine.get("/me/data/bring/").content
    bring_records(association=beta.schema_name)
    page = mine.get("/me/data/bring/").content.decode()
    assert [
        said
        for said in ("Course, 1 May", "Meeting place host", "volunteered there", "2024: 2 hours")
        if said not in page.replace("\xa0", " ")
    ] == []
    row = brought_of(beta)
    assert "Alfa's own words" not in str(row.data)
    path = f"/coordinate/people/{row_person(beta)}/"
    assert alfa.name not in theirs.get(path).content.decode()  # only its person has seen it
    assert theirs.post(f"/coordinate/brought/{row.uuid}/accept/").status_code == 404

    assert offers(mine, row, agreed="") == offers(mine, row, version="2020-1") == 302
    assert brought_of(beta).state == "looked"
    offers(mine, row)
    offers(mine, row)  # pressed twice
    row = brought_of(beta)
    assert (row.state, row.consent_version, row.consented_at) == ("offered", carrying.CONSENT, MONDAY)
    assert "brings a record along" in theirs.get("/coordinate/").content.decode()
    assert "Take it in" in theirs.get(path).content.decode()
    theirs.post(f"/coordinate/brought/{row.uuid}/accept/")
    theirs.post(f"/coordinate/brought/{row.uuid}/accept/")  # pressed twice
    row = brought_of(beta)
    assert (row.state, row.answered_by) == ("accepted", "Cleo Ceder")
    assert "Course" in theirs.get(path).content.decode()
    assert "brings a record along" not in theirs.get("/coordinate/").content.decode()

    used = CrossingEntry.objects.filter(by_user=moved.uuid).order_by("pk")
    assert list(used.values_list("verb", "association__slug")) == [
        ("read_own_record", "alfa"),
        ("bring_own_record", "beta"),
    ]
    with entered(alfa):  # is not told where it went
        entry = Trail.objects.get(verb="record.carried")
        assert (entry.actor_user, entry.data) == (moved.uuid, {})
    with entered(beta):
        verbs = Trail.objects.filter(verb__startswith="record.").order_by("pk")
        assert [each.verb for each in verbs] == ["record.carried", "record.offered", "record.accepted"]


def row_person(association: Association) -> str:
    with entered(association):
        return str(CarriedRecord.objects.get().person.uuid)


def test_nothing_crosses_but_what_was_chosen(
    browse: Browse, moved: User, alfa: Association, beta: Association
) -> None:
    """What could leak is planted: a discreet role, its hours, a note, and parts that were not ticked."""
    with entered(alfa):
        person = Person.objects.get(user_uuid=moved.uuid)
        secret = VolunteerRole.objects.create(
            code="secret", name_fi="Salainen", discreet=True, family="other"
        )
        RoleHolding.objects.create(person=person, role=secret, from_on=date(2024, 1, 1))
        hours_of(person, role=secret, minutes=600)
    mine = browse(moved, beta)
    mine.post("/me/data/bring/", sent(alfa, "hours"))
    bring_records(association=beta.schema_name)
    row = brought_of(beta)
    assert row.parts == ["hours"]
    assert row.data == {"read_on": "2025-02-03", "hours": [{"year": 2024, "minutes": 120}]}
    mine.post("/me/data/bring/", sent(alfa, "roles"))
    bring_records(association=beta.schema_name)
    told = str(brought_of(beta).data)
    assert "Salainen" not in told
    assert [code for code in ("hours", "periods", "qualifications") if code in brought_of(beta).data] == []
    assert "Alfa's own words" not in told


def test_what_is_not_taken_in_is_not_kept(
    browse: Browse, moved: User, cleo: User, alfa: Association, beta: Association
) -> None:
    mine = browse(moved, beta)
    mine.post("/me/data/bring/", sent(alfa))
    bring_records(association=beta.schema_name)
    row = brought_of(beta)
    offers(mine, row)
    browse(cleo, beta).post(f"/coordinate/brought/{row.uuid}/decline/")
    row = brought_of(beta)
    assert (row.state, row.data) == ("declined", {})
    assert "did not take it in" in mine.get("/me/data/bring/").content.decode()
    assert offers(mine, row) == 302
    assert brought_of(beta).state == "declined"  # it is gone: one brings it anew


def test_what_nobody_agreed_to_goes_after_a_week(
    browse: Browse, moved: User, alfa: Association, beta: Association
) -> None:
    mine = browse(moved, beta)
    mine.post("/me/data/bring/", sent(alfa))
    bring_records(association=beta.schema_name)
    with entered(beta):
        assert list(carrying.moments()) == [MONDAY + carrying.KEPT_UNSENT]
    with clock.fixed(MONDAY + carrying.KEPT_UNSENT):
        bring_records(association=beta.schema_name)
    with entered(beta):
        assert not CarriedRecord.objects.exists()


def test_what_was_brought_is_taken_back_by_its_person_only(
    browse: Browse, moved: User, cleo: User, alfa: Association, beta: Association
) -> None:
    mine = browse(moved, beta)
    mine.post("/me/data/bring/", sent(alfa))
    bring_records(association=beta.schema_name)
    with entered(beta):
        uuid = CarriedRecord.objects.get().uuid
    path = f"/me/data/brought/{uuid}/remove/"
    assert browse(cleo, beta).post(path).status_code == 404
    assert mine.post(path).status_code == 302
    with entered(beta):
        assert not CarriedRecord.objects.exists()


def test_nothing_comes_from_where_one_never_was(
    browse: Browse, cleo: User, alfa: Association, beta: Association
) -> None:
    client = browse(cleo, beta)
    assert alfa.name not in client.get("/me/data/bring/").content.decode()
    assert client.post("/me/data/bring/", sent(alfa)).status_code == 422
    with entered(beta):  # and not by a row that somebody forged
        person = Person.objects.get(user_uuid=cleo.uuid)
        CarriedRecord.objects.create(
            person=person, from_name="x", carried_at=MONDAY, data={"from": str(alfa.uuid)}
        )
    bring_records(association=beta.schema_name)
    with entered(beta):
        assert not CarriedRecord.objects.exists()
    assert not CrossingEntry.objects.filter(verb="read_own_record").exists()


def test_who_was_erased_there_brings_nothing(
    browse: Browse, moved: User, alfa: Association, beta: Association
) -> None:
    browse(moved, beta).post("/me/data/bring/", sent(alfa))
    with entered(alfa):
        Person.objects.filter(user_uuid=moved.uuid).update(user_uuid=None)
    bring_records(association=beta.schema_name)
    with entered(beta):
        assert not CarriedRecord.objects.exists()
