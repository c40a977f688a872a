"""Applications over HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.recruiting.conftest import BY, MONDAY, applicant
from volunteers.recruiting.models import Application
from volunteers.recruiting.services import applying, handling
from volunteers.recruiting.services.applying import Filled
from volunteers.register.models import VolunteerRole

Browse = Callable[..., Client]
PATH = "/api/v1/applications/"


@pytest.fixture
def three(alfa: Association, role: VolunteerRole) -> list[str]:
    """An old one without an answer, one that is looked at from a poster, a new one; and a draft."""
    with entered(alfa):
        with clock.fixed(MONDAY - timedelta(days=9)):
            old = applicant(role, given_name="Old", email="old@example.org")
        with clock.fixed(MONDAY - timedelta(days=2)):
            seen = applicant(role, given_name="Seen", email="seen@example.org", source="poster")
            handling.take_up(application=seen, by=BY)
        new = applicant(role, given_name="New", email="new@example.org", why="Secret words")
        applying.keep_draft(filled=Filled(roles=[role], given_name="Draft"), form=role.uuid)
        return [str(each.uuid) for each in (old, seen, new)]


def names(client: Client, **query: Any) -> list[str]:
    """Whom a query finds, in order."""
    answer = client.get(PATH, query)
    assert answer.status_code == 200, answer.content
    return [each["given_name"] for each in answer.json()["results"]]


def test_coordinator_reads_applications(
    browse: Browse, ada: User, alfa: Association, role: VolunteerRole, three: list[str]
) -> None:
    answer = browse(ada, alfa).get(PATH)
    rows = answer.json()["results"]
    assert [row["uuid"] for row in rows] == three
    assert rows[0]["roles"] == [{"uuid": str(role.uuid), "code": "host", "name": role.name}]
    assert rows[1]["state"] == "in_review"
    assert b"Secret words" not in answer.content
    assert b"token" not in answer.content


@pytest.mark.usefixtures("three")
def test_filters_narrow_the_list(browse: Browse, ada: User, alfa: Association, role: VolunteerRole) -> None:
    client = browse(ada, alfa)
    assert names(client, state="in_review") == ["Seen"]
    assert names(client, source="poster") == ["Seen"]
    assert names(client, late="true") == ["Old"]
    assert names(client, late="false") == ["Seen", "New"]
    assert names(client, role=str(role.uuid)) == ["Old", "Seen", "New"]
    assert names(client, submitted_from="2025-02-01", submitted_to="2025-02-02") == ["Seen"]
    with entered(alfa):
        other = VolunteerRole.objects.create(code="other", family="guides", name_fi="Toinen")
    assert names(client, role=str(other.uuid)) == []
    for wrong in ({"state": "draft"}, {"role": "x"}, {"submitted_from": "31.2.2025"}):
        assert client.get(PATH, wrong).status_code == 400


@pytest.mark.usefixtures("three")
def test_pages_follow_the_cursor_with_constant_queries(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    first = client.get(PATH, {"page_size": 2}).json()
    assert len(first["results"]) == 2
    second = client.get(first["next"].partition("8000")[2]).json()
    assert [row["given_name"] for row in second["results"]] == ["New"]
    with CaptureQueriesContext(connection) as one:
        client.get(PATH, {"page_size": 1})
    with CaptureQueriesContext(connection) as three:
        client.get(PATH)
    assert len(one) == len(three)


@pytest.mark.usefixtures("three")
def test_volunteers_and_strangers_read_nothing(
    browse: Browse, bo: User, cleo: User, alfa: Association, beta: Association
) -> None:
    assert browse(bo, alfa).get(PATH).status_code == 403
    assert browse(None, alfa).get(PATH).status_code == 401
    assert browse(cleo, alfa).get(PATH).status_code == 404
    assert names(browse(cleo, beta)) == []


def test_blank_ones_are_not_told(browse: Browse, ada: User, alfa: Association, three: list[str]) -> None:
    with entered(alfa):
        Application.objects.filter(uuid=three[0]).update(
            is_blank=True, given_name="", family_name="", email="", phone="", why=""
        )
    assert names(browse(ada, alfa)) == ["Seen", "New"]
