"""A person brings their record along from another association of theirs, and nobody else can."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, CrossingEntry
from volunteers.register.models import CarriedRecord, Person, QualificationType, Trail
from volunteers.register.services import notes, qualifications
from volunteers.register.services.people import add_person
from volunteers.register.tasks import bring_records

Browse = Callable[..., Client]
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(MONDAY):
        yield


@pytest.fixture
def moved(bo: User, alfa: Association, beta: Association) -> User:
    """Bo, who has left Alfa with a course behind him, and volunteers at Beta."""
    with entered(alfa):
        person = Person.objects.get(user_uuid=bo.uuid)
        kind = QualificationType.objects.create(code="course", name_fi="Kurssi", name_en="Course")
        qualifications.note_qualification(
            person=person, qualification_type=kind, from_on=date(2024, 5, 1), by=BY
        )
        notes.write_note(person=person, text="Alfa's own words", level="coordinators", by=BY)
    Access.objects.filter(user=bo, association=alfa).update(ends_at=MONDAY)
    Access.objects.create(user=bo, association=beta, role="volunteer", created_at=MONDAY)
    with entered(beta):
        add_person(given_name="Bo", family_name="Berg", by=BY, user_uuid=bo.uuid)
    return bo


def sent(source: Association) -> dict[str, str]:
    return {"source": str(source.uuid), "agreed": "on"}


def test_record_is_brought_by_own_wish_and_seen_by_coordinators(
    browse: Browse, moved: User, cleo: User, alfa: Association, beta: Association
) -> None:
    mine = browse(moved, beta)
    assert alfa.name in mine.get("/me/data/bring/").content.decode()
    assert mine.post("/me/data/bring/", {"source": str(alfa.uuid)}).status_code == 422
    assert mine.post("/me/data/bring/", sent(alfa)).status_code == 302
    assert b"On its way" in mine.get("/me/data/bring/").content
    bring_records(association=beta.schema_name)
    page = mine.get("/me/data/bring/").content.decode()
    assert [
        said
        for said in ("Course, 1 May", "Meeting place host", "volunteered there")
        if said not in page.replace("\xa0", " ")
    ] == []
    with entered(beta):
        person = Person.objects.get(user_uuid=moved.uuid)
        assert "Alfa's own words" not in str(CarriedRecord.objects.get().data)
    theirs = browse(cleo, beta).get(f"/coordinate/people/{person.uuid}/").content.decode()
    assert alfa.name in theirs
    assert "Course" in theirs
    used = CrossingEntry.objects.filter(by_user=moved.uuid).order_by("pk")
    assert list(used.values_list("verb", "association__slug")) == [
        ("read_own_record", "alfa"),
        ("bring_own_record", "beta"),
    ]
    with entered(alfa):  # is not told where it went
        row = Trail.objects.get(verb="record.carried")
        assert (row.actor_user, row.data) == (moved.uuid, {})


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
