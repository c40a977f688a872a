"""Everything of the association in one archive, for its owner with a second factor shown just now."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from accounts import sessions
from accounts.models import SignIn, User
from tenants import clock
from tenants.context import entered
from tenants.models import Access, Association
from tenants.rows import TenantRow
from tests.isolation import planted
from volunteers.register.models import Download, DownloadFile, Person
from volunteers.register.tasks import make_downloads

Browse = Callable[..., Client]
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(MONDAY):
        yield


@pytest.fixture
def owner(ada: User, alfa: Association) -> User:
    Access.objects.create(user=ada, association=alfa, role="owner", created_at=MONDAY)
    return ada


def archive(client: Client, alfa: Association) -> zipfile.ZipFile:
    client.post("/coordinate/data/export/ask/")
    make_downloads(schema_name=alfa.schema_name)
    with entered(alfa):
        uuid = DownloadFile.objects.get(download__kind="association").uuid
    answer: Any = client.get(f"/me/data/files/{uuid}/")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def table(found: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = found.read(f"{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_archive_holds_every_table_and_harmless_cells(
    browse: Browse, owner: User, alfa: Association, beta: Association
) -> None:
    planted.plant(alfa, mark="Qalfa", key=1000)
    planted.plant(beta, mark="Qbeta", key=2000)
    with entered(alfa):
        Person.objects.filter(given_name="Bo").update(family_name="=HYPERLINK(1)")
    found = archive(browse(owner, alfa), alfa)
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, TenantRow)}
    left_out = {"register_download", "register_downloadfile", "register_downloadpiece", "register_incident"}
    left_out |= {"activities_participant", "activities_attendance"}
    # Clients are read on the page of their pair alone.
    left_out |= {f"surveys_{name}" for name in ("sum", "words", "spentform")}
    left_out |= {f"pairs_{name}" for name in ("client", "pair", "agreement", "proposal", "meeting", "signal")}
    assert {
        name.removesuffix(".csv") for name in found.namelist() if name.endswith(".csv")
    } == tables - left_out
    people = table(found, "register_person")
    assert "'=HYPERLINK(1)" in {row["family_name"] for row in people}
    assert (
        len(
            table(found, "scheduling_hoursentry" if "scheduling_hoursentry" in tables else "hours_hoursentry")
        )
        == 1
    )
    whole = "".join(found.read(name).decode("utf-8", "replace") for name in found.namelist())
    assert "Qalfa" in whole
    assert "Qbeta" not in whole
    assert "token_hash" not in whole


def test_only_an_owner_with_a_fresh_second_factor(
    browse: Browse, ada: User, bo: User, owner: User, alfa: Association
) -> None:
    ask = "/coordinate/data/export/ask/"
    assert browse(bo, alfa).post(ask).status_code == 403
    without = browse(owner, alfa, second_factor=False).post(ask)
    assert without.status_code == 403
    assert [each.name for each in without.templates][:1] == ["accounts/second_factor_needed.html"]
    client = browse(owner, alfa)
    SignIn.objects.filter(user=owner).update(mfa_since=clock.real_now() - timedelta(days=1))
    held = client.session
    for shown, where in (
        (
            clock.real_now() - settings.FACTOR_FRESH,
            "/signin/?next=%2Fcoordinate%2Fdata%2Fexport%2F&second=fresh",
        ),
        (clock.real_now(), "/coordinate/data/export/"),
    ):
        held[sessions.FACTOR] = shown.isoformat()
        held.save()
        with entered(alfa):
            assert not Download.objects.exists()
        answer = client.post(ask)
        assert (answer.status_code, answer["Location"]) == (302, where)
    with entered(alfa):
        assert Download.objects.get().kind == "association"


def test_who_owns_it_no_more_when_it_is_made_gets_nothing(
    browse: Browse, owner: User, alfa: Association
) -> None:
    browse(owner, alfa).post("/coordinate/data/export/ask/")
    Access.objects.filter(user=owner, role="owner").update(ends_at=MONDAY)
    make_downloads(schema_name=alfa.schema_name)
    with entered(alfa):
        assert not Download.objects.exists()


def test_who_owns_it_no_more_fetches_it_no_more(browse: Browse, owner: User, alfa: Association) -> None:
    client = browse(owner, alfa)
    archive(client, alfa)
    with entered(alfa):
        path = f"/me/data/files/{DownloadFile.objects.get().uuid}/"
    assert client.get(path).status_code == 200
    Access.objects.filter(user=owner, role="owner").update(ends_at=MONDAY)
    assert client.get(path).status_code == 404


def test_coordinator_who_does_not_own_it_sees_no_export(browse: Browse, ada: User, alfa: Association) -> None:
    client = browse(ada, alfa)
    assert "/coordinate/data/export/" not in client.get("/coordinate/data/").content.decode()
    assert client.get("/coordinate/data/export/").status_code == 403
