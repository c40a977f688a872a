"""A note for owners is read by owners, and by the person when they ask; by nobody else, on no page."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from tests.volunteers.register.conftest import BY, person
from volunteers.register.models import Note, Trail
from volunteers.register.services import notes

Browse = Callable[..., Client]
FOR_OWNERS, FOR_ALL = "Xylofoniom", "Zebrakoralli"


@pytest.fixture
def owner(alfa: Association) -> User:
    """Owns Alfa."""
    user = User.objects.create_user("olga@example.org", None, name="Olga Oras", language="en")
    Access.objects.create(user=user, association=alfa, role=Access.Role.OWNER, created_at=clock.now())
    return user


@pytest.fixture
def written(alfa: Association) -> dict[str, Note]:
    """A note of each level about Bo."""
    with entered(alfa):
        return {
            level: notes.write_note(person=person("Bo"), text=text, level=level, by=BY)
            for level, text in (("owner", FOR_OWNERS), ("coordinators", FOR_ALL))
        }


def pages(alfa: Association) -> list[str]:
    """Wherever something of a person is told to coordinators."""
    with entered(alfa):
        bo = person("Bo").uuid
    return [
        f"/coordinate/people/{bo}/",
        f"/coordinate/people/{bo}/?notes=all",
        f"/coordinate/people/?q={FOR_OWNERS}",
        f"/coordinate/search/?q={FOR_OWNERS}",
        "/coordinate/",
        "/api/v1/people/",
    ]


def found(client: Client, paths: list[str], word: str) -> list[str]:
    answers = {path: client.get(path) for path in paths}
    assert {answer.status_code for answer in answers.values()} == {200}
    said = {
        path: answer.content.decode()
        .replace(f"q={word}", "")
        .replace(f'value="{word}"', "")
        .replace(f"“{word}”", "")
        for path, answer in answers.items()
    }
    return [path for path in paths if word in said[path]]


def test_note_for_owners_stands_on_no_page_of_a_coordinator(
    browse: Browse, ada: User, owner: User, alfa: Association, written: dict[str, Note]
) -> None:
    paths = pages(alfa)
    assert found(browse(ada, alfa), paths, FOR_OWNERS) == []
    assert found(browse(ada, alfa), paths[:1], FOR_ALL) == paths[:1]
    assert found(browse(owner, alfa), paths[:2], FOR_OWNERS) == paths[:2]


def test_note_for_owners_is_not_removed_by_a_coordinator(
    browse: Browse, ada: User, owner: User, alfa: Association, written: dict[str, Note]
) -> None:
    with entered(alfa):
        bo = person("Bo").uuid
    for level, status in (("owner", 404), ("coordinators", 302)):
        path = f"/coordinate/people/{bo}/note/{written[level].uuid}/remove/"
        assert browse(ada, alfa).post(path).status_code == status
    path = f"/coordinate/people/{bo}/note/{written['owner'].uuid}/remove/"
    assert browse(owner, alfa).post(path).status_code == 302


def test_volunteer_reads_no_notes_on_coordinators_pages(
    browse: Browse, bo: User, alfa: Association, written: dict[str, Note]
) -> None:
    assert browse(bo, alfa).get(pages(alfa)[0]).status_code == 403
    assert FOR_OWNERS not in browse(bo, alfa).get("/home/").content.decode()


def test_export_of_the_list_has_no_notes(
    browse: Browse, ada: User, alfa: Association, written: dict[str, Note]
) -> None:
    answer = browse(ada, alfa).post("/coordinate/people/act/", {"act": "csv", "whom": "all"})
    assert "Berg;Bo" in answer.content.decode("utf-8-sig")
    said = answer.content.decode("utf-8-sig", errors="replace")
    assert FOR_OWNERS not in said
    assert FOR_ALL not in said


def test_trail_has_the_level_and_never_the_words(alfa: Association, written: dict[str, Note]) -> None:
    with entered(alfa):
        lines = Trail.objects.filter(verb="note.written").order_by("pk")
        assert [line.data for line in lines] == [{"level": "owner"}, {"level": "coordinators"}]
