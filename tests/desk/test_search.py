"""One field for people, shifts, roles and pages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from scheduling.shifts.models import Shift
from tenants.context import entered
from tenants.models import Association
from volunteers.register.models import VolunteerRole

Browse = Callable[..., Client]
NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(clock_at: Callable[..., object]) -> object:
    with clock_at(NOW):  # type: ignore[attr-defined]  # a context
        yield


def hits(client: Client, text: str) -> list[str]:
    answer = client.get("/coordinate/search/", {"q": text}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return re.findall(r'rn-item__title">\s*<a href="([^"?]*)', answer.content.decode())


def test_people_are_found_by_a_mistyped_name(alfa: Association, ada: User, browse: Browse) -> None:
    assert len([url for url in hits(browse(ada, alfa), "berg") if "/people/" in url]) == 1
    assert len([url for url in hits(browse(ada, alfa), "Ahoola") if "/people/" in url]) == 1


def test_roles_and_their_shifts_are_found_in_any_language(
    alfa: Association, ada: User, browse: Browse
) -> None:
    with entered(alfa):
        role = VolunteerRole.objects.get(code="host")
        for state, days in (("published", 2), ("cancelled", 3), ("published", 300)):
            starts = NOW + timedelta(days=days)
            Shift.objects.create(
                role=role, starts_at=starts, ends_at=starts + timedelta(hours=1), places=1, state=state,
                created_at=NOW,
            )  # fmt: skip
        soon = Shift.objects.order_by("starts_at").first()
    assert soon is not None
    for text in ("mötesplats", "MOTESPLATS", "isäntä", "meeting host"):
        assert hits(browse(ada, alfa), text) == [
            f"/coordinate/shifts/{soon.uuid}/",
            f"/coordinate/roles/{role.uuid}/",
        ]


def test_pages_are_found_by_their_name(alfa: Association, ada: User, browse: Browse) -> None:
    assert "/coordinate/months/" in hits(browse(ada, alfa), "month")
    assert "/coordinate/shifts/new/" in hits(browse(ada, alfa), "new shift")


def test_page_works_without_script_and_says_when_there_is_nothing(
    alfa: Association, ada: User, browse: Browse
) -> None:
    client = browse(ada, alfa)
    assert "What are you looking for?" in client.get("/coordinate/search/").content.decode()
    said = client.get("/coordinate/search/", {"q": "<b>xyzzy"}).content.decode()
    assert "Nothing was found by “&lt;b&gt;xyzzy”" in said
    assert hits(client, "") == []


def test_volunteers_have_no_such_page(alfa: Association, bo: User, browse: Browse) -> None:
    assert browse(bo, alfa).get("/coordinate/search/?q=ada").status_code == 403


def test_nobody_of_another_association_is_found(alfa: Association, ada: User, browse: Browse) -> None:
    assert hits(browse(ada, alfa), "Ceder") == []


def test_search_asks_as_much_however_much_it_finds(alfa: Association, ada: User, browse: Browse) -> None:
    client = browse(ada, alfa)
    hits(client, "a")
    with CaptureQueriesContext(connection) as asked:
        hits(client, "a")
    assert len([1 for query in asked if "SELECT" in query["sql"]]) <= 15
