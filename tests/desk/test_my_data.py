"""My data: seen, taken along as files, left behind, erased; each person their own only."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from scheduling.hours.services import batch
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from tests.environment import Servers
from volunteers.register.models import (
    Download,
    DownloadFile,
    DownloadPiece,
    ErasureRequest,
    Period,
    Person,
    PrivacyRules,
    VolunteerRole,
)
from volunteers.register.services import downloads, notes
from volunteers.register.services.people import add_person
from volunteers.register.tasks import make_downloads

Browse = Callable[..., Client]
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
BY = Actor.system("test")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(MONDAY):
        yield


@pytest.fixture
def with_hours(alfa: Association, bo: User) -> Person:
    """Bo, who was there for two hours and has a note about him."""
    with entered(alfa):
        person = Person.objects.get(user_uuid=bo.uuid)
        entry = NewEntry(
            person=person,
            role=VolunteerRole.objects.get(code="host"),
            starts_at=MONDAY - timedelta(days=2),
            ends_at=MONDAY - timedelta(days=2) + timedelta(hours=2),
        )
        batch.record_batch(entries=[entry], by=BY)
        notes.write_note(person=person, text="Likes mornings =1+1", level="owner", by=BY)
        ada = Person.objects.get(given_name="Ada")
        notes.write_note(person=ada, text="Secret of Ada", level="coordinators", by=BY)
    return person


def made(client: Client, alfa: Association) -> list[DownloadFile]:
    client.post("/me/data/ask/")
    make_downloads(schema_name=alfa.schema_name)
    with entered(alfa):
        return list(DownloadFile.objects.all())


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_page_tells_in_words_what_is_kept(
    browse: Browse, bo: User, alfa: Association, with_hours: Person
) -> None:
    page = browse(bo, alfa).get("/me/data/")
    assert page.status_code == 200
    text = page.content.decode()
    for said in ("Berg", "Likes mornings", "bo<wbr>@example.org", "approved", "2020"):
        assert said in text, said
    assert "Secret of Ada" not in text


def test_files_are_prepared_by_a_job_and_hold_everything(
    browse: Browse, bo: User, alfa: Association, with_hours: Person, servers: Servers
) -> None:
    client = browse(bo, alfa)
    client.post("/me/data/ask/")
    waiting = client.get("/me/data/").content.decode()
    assert 'hx-get="/me/data/progress/"' in waiting
    document, data = made(client, alfa)
    assert (document.mimetype, data.mimetype) == ("application/pdf", "application/json")
    ready = client.get("/me/data/progress/").content.decode()
    assert f"/me/data/files/{data.uuid}/" in ready
    answer = client.get(f"/me/data/files/{data.uuid}/")
    assert (answer["Cache-Control"], answer["Content-Length"]) == ("no-store, private", str(data.size))
    told = json.loads(body(answer))
    assert told["association"] == {"name": alfa.name, "slug": "alfa"}
    assert told["kept"]["person_user_uuid"][0]["family_name"] == "Berg"
    assert [row["minutes"] for row in told["kept"]["hoursentry_person"]] == [120]
    assert [row["text"] for row in told["kept"]["note_person"]] == ["Likes mornings =1+1"]
    assert told["kept"]["login"][0]["email"] == "bo@example.org"
    assert "Secret of Ada" not in json.dumps(told)
    assert body(client.get(f"/me/data/files/{document.uuid}/"))[:5] == b"%PDF-"


def test_files_are_for_oneself_only_and_for_a_week(
    browse: Browse, ada: User, bo: User, cleo: User, alfa: Association, beta: Association, with_hours: Person
) -> None:
    client = browse(bo, alfa)
    file = made(client, alfa)[0]
    path = f"/me/data/files/{file.uuid}/"
    assert client.get(path).status_code == 200
    assert browse(ada, alfa).get(path).status_code == 404  # coordinates here
    assert browse(cleo, beta).get(path).status_code == 404
    assert browse(None, alfa).get(path).status_code == 302
    with clock.fixed(MONDAY + timedelta(days=7, seconds=1)):
        assert client.get(path).status_code == 404
        assert b"files are ready" not in client.get("/me/data/").content
        make_downloads(schema_name=alfa.schema_name)
    with entered(alfa):
        assert (Download.objects.count(), DownloadPiece.objects.count()) == (0, 0)


def test_asked_twice_is_prepared_once_and_made_anew_takes_the_place(
    browse: Browse, bo: User, alfa: Association
) -> None:
    client = browse(bo, alfa)
    client.post("/me/data/ask/")
    first = made(client, alfa)
    assert len(first) == 2
    second = made(client, alfa)
    assert len(second) == 2
    assert {file.uuid for file in first}.isdisjoint({file.uuid for file in second})


def test_one_that_cannot_be_made_is_given_up_and_said(
    browse: Browse, bo: User, alfa: Association, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setitem(downloads._makers, "own", downloads.Maker(kind="own", make=broken))
    client = browse(bo, alfa)
    client.post("/me/data/ask/")
    for _attempt in range(downloads.MOST_ATTEMPTS):
        make_downloads(schema_name=alfa.schema_name)
    with entered(alfa):
        assert Download.objects.get().state == "failed"
    assert b"could not be prepared" in client.get("/me/data/").content


def test_leaving_ends_the_period_and_the_access(browse: Browse, bo: User, alfa: Association) -> None:
    client = browse(bo, alfa)
    assert client.get("/me/leave/").status_code == 200
    assert client.post("/me/leave/", {"reason": "moved"}).status_code == 302
    with entered(alfa):
        period = Period.objects.get(person__given_name="Bo")
        assert (period.state, period.end_reason, period.ended_on) == ("ended", "moved", date(2025, 2, 3))
    assert client.get("/me/data/").status_code == 404


def test_wish_to_be_erased_is_carried_out_by_a_coordinator(
    browse: Browse, ada: User, bo: User, alfa: Association, with_hours: Person
) -> None:
    mine, hers = browse(bo, alfa), browse(ada, alfa)
    refused = mine.post("/me/data/erase/", {"typed_name": "Bo"})
    assert refused.status_code == 422
    assert mine.post("/me/data/erase/", {"typed_name": " bo  BERG "}).status_code == 302
    assert b"asked to be erased" in mine.get("/me/data/").content
    assert b"Bo Berg" in hers.get("/coordinate/data/").content
    path = f"/coordinate/people/{with_hours.uuid}/erase/"
    assert "2 h" in hers.get(path).content.decode().replace("\xa0", " ")
    assert hers.post(path, {"typed_name": "Ada Ahola"}).status_code == 422
    assert hers.post(path, {"typed_name": "Bo Berg"}).status_code == 302
    with entered(alfa):
        assert not Person.objects.filter(given_name="Bo").exists()
        assert not ErasureRequest.objects.exists()
    assert mine.get("/me/data/").status_code == 404
    assert hers.get(path).status_code == 404


def test_wish_is_taken_back(browse: Browse, bo: User, alfa: Association) -> None:
    mine = browse(bo, alfa)
    mine.post("/me/data/erase/", {"typed_name": "Bo Berg"})
    mine.post("/me/data/stay/")
    with entered(alfa):
        assert not ErasureRequest.objects.exists()
        assert Person.objects.filter(given_name="Bo").exists()


def test_association_may_let_people_erase_themselves_at_once(
    browse: Browse, bo: User, alfa: Association, with_hours: Person
) -> None:
    with entered(alfa):
        PrivacyRules.objects.create(erase_at_once=True)
    mine = browse(bo, alfa)
    made(mine, alfa)
    assert mine.post("/me/data/erase/", {"typed_name": "Bo Berg"}).status_code == 302
    with entered(alfa):
        assert list(Person.objects.filter(is_blank=False).values_list("given_name", flat=True)) == ["Ada"]
        assert not Download.objects.exists()
    assert mine.get("/home/").status_code == 404


def test_who_alone_coordinates_is_not_erased(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        uuid = Person.objects.get(given_name="Ada").uuid
    client = browse(ada, alfa)
    for path in ("/me/data/erase/", f"/coordinate/people/{uuid}/erase/"):
        answer = client.post(path, {"typed_name": "Ada Ahola"})
        assert (answer.status_code, b"Nobody else coordinates here" in answer.content) == (422, True)


def test_person_without_a_login_is_erased_too(browse: Browse, ada: User, alfa: Association) -> None:
    with entered(alfa):
        person = add_person(given_name="Elsa", family_name="Ek", by=BY)
    answer = browse(ada, alfa).post(f"/coordinate/people/{person.uuid}/erase/", {"typed_name": "Elsa Ek"})
    assert answer.status_code == 302
    with entered(alfa):
        assert not Person.objects.filter(family_name="Ek").exists()
