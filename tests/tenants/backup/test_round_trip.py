"""What was backed up comes back: every row, constraint and sequence, under its own name and under another."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError
from pytest_django import Settings

from notifications.models import Message
from scheduling.hours.models import ChangedMonth, HoursEntry
from scheduling.hours.services import batch
from tenants.backup import contents
from tenants.backup.archive import Reader
from tenants.context import entered
from tenants.models import Access, Association, Wakeup
from tests import environment, states
from tests.tenants.backup.conftest import BY, KEY, Owner, drop, entry
from volunteers.register.models import Person, VolunteerRole

# What a restore itself writes: marks of months, and in a copy the state of what it does not send.
MARKS = {
    "hours_changedmonth": ["id", "first_day", "marked_at", "told_by"],
    "notifications_message": ["state", "failure", "lease_until"],
}


@pytest.fixture(autouse=True)
def _key(settings: Settings) -> None:
    settings.BACKUP_KEY = KEY


def held(schema_name: str) -> contents.Contents:
    with psycopg.connect(environment.OWNER_URL, options="-c TimeZone=UTC") as own:
        found = contents.of(own, schema_name, without=MARKS)
    found.pop("hours_changedmonth")
    found.pop("hours_changedmonth_id_seq")
    return found


def structure(schema_name: str) -> str:
    from local.postgres import bin_dir

    folder = bin_dir()
    program = str(folder / "pg_dump") if folder else "pg_dump"
    said = subprocess.run(
        [program, "--schema-only", "--schema", schema_name, environment.OWNER_URL],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return "\n".join(
        line for line in said.replace(schema_name, "S").splitlines() if not line.startswith("\\")
    )


def test_archive_is_for_its_owner_alone_and_says_nothing_to_others(full: Association, archive: Path) -> None:
    assert (archive.stat().st_mode & 0o777, archive.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    content = archive.read_bytes()
    assert [
        word for word in ("@example.org", full.slug, "tenants_", "PGDMP") if word.encode() in content[50:]
    ] == []
    assert list(archive.parent.iterdir()) == [archive]
    manifest = Reader(archive).manifest()
    assert (manifest["association"]["slug"], manifest["schema"]) == (full.slug, full.schema_name)
    assert manifest["contents"]["register_person"]["rows"] == 2
    assert sorted(one["role"] for one in manifest["accesses"]) == ["coordinator", "volunteer"]
    assert datetime.fromisoformat(manifest["taken_at"]).tzinfo is not None
    assert not {"password", "token_hash", "last_login"} & set(json.dumps(manifest).split('"'))


def test_lost_schema_comes_back_under_its_own_name(full: Association, archive: Path, owner: Owner) -> None:
    before, shape = held(full.schema_name), structure(full.schema_name)
    Wakeup.objects.filter(schema_name=full.schema_name).delete()
    drop(full.schema_name)
    said = owner("restore_association", archive).stdout
    assert f"{full.slug} is back as of" in said
    assert held(full.schema_name) == before
    assert structure(full.schema_name) == shape
    assert Association.objects.get(pk=full.pk).state == "active"
    with entered(full):
        person, role = Person.objects.get(given_name="Eva"), VolunteerRole.objects.get()
        highest = HoursEntry.objects.order_by("pk").last()
        batch.record_batch(entries=[entry(person, role, datetime(2025, 2, 1, 9, tzinfo=UTC))], by=BY)
        assert highest is not None
        newest = HoursEntry.objects.order_by("pk").last()
        assert newest is not None
        assert newest.pk == highest.pk + 1
        with pytest.raises(IntegrityError, match="hours_no_overlap"):
            HoursEntry.objects.filter(pk=highest.pk).update(
                starts_at=datetime(2025, 2, 1, 9, tzinfo=UTC), ends_at=datetime(2025, 2, 1, 12, tzinfo=UTC),
                person=person,
            )  # fmt: skip
        with pytest.raises(IntegrityError, match="hours_month_closed"):
            HoursEntry.objects.filter(first_month="2024-12-01").delete()


def test_due_work_of_a_lost_association_starts_again(full: Association, archive: Path, owner: Owner) -> None:
    Wakeup.objects.filter(schema_name=full.schema_name).delete()
    drop(full.schema_name)
    owner("restore_association", archive)
    queues = set(Wakeup.objects.filter(schema_name=full.schema_name).values_list("queue", flat=True))
    assert queues == {"figures", "messages", "months", "retention", "rounds.daily", "rounds.hourly"}
    with entered(full):
        assert ChangedMonth.objects.count() == 2
        assert set(Message.objects.values_list("state", flat=True)) == {"planned"}


def test_archived_association_comes_back_active(full: Association, archive: Path, owner: Owner) -> None:
    drop(full.schema_name)
    states.put(full, "archived")
    owner("restore_association", archive)
    assert Association.objects.get(pk=full.pk).state == "active"


def test_access_that_was_ended_since_does_not_come_back(
    full: Association, archive: Path, owner: Owner
) -> None:
    Access.objects.filter(association=full, role="coordinator").delete()
    drop(full.schema_name)
    owner("restore_association", archive)
    assert list(Access.objects.filter(association=full).values_list("role", flat=True)) == ["volunteer"]


def test_copy_is_equal_and_apart(full: Association, archive: Path, owner: Owner, copies: str) -> None:
    before, shape = held(full.schema_name), structure(full.schema_name)
    owner("restore_association", archive, "--as", copies, "--name", "Kopio ry")
    copy = Association.objects.get(slug=copies)
    assert held(copy.schema_name) == held(full.schema_name) == before
    assert structure(copy.schema_name) == structure(full.schema_name) == shape
    assert (copy.name_fi, copy.state, copy.outside_figures, copy.copied_from) == (
        "Kopio ry", "suspended", True, full.uuid,
    )  # fmt: skip
    assert copy.uuid != full.uuid
    with entered(copy):
        assert set(Message.objects.values_list("state", "failure")) == {("withheld", "restored_as_a_copy")}
        assert VolunteerRole.objects.get().description_fi.count(full.schema_name) == 2  # a text is a text
    with entered(full):
        assert set(Message.objects.values_list("state", flat=True)) == {"planned"}
    assert not Access.objects.filter(association=copy).exists()
    assert not Wakeup.objects.filter(schema_name=copy.schema_name, queue="messages").exists()


def test_work_goes_on_while_a_backup_is_made(
    full: Association, owner: Owner, folder: Path, copies: str
) -> None:
    """Nothing after the snapshot is in the archive, and nobody waits for it."""
    import threading

    stop = threading.Event()
    written = []

    def write() -> None:
        from django.db import connections

        with entered(full):
            person, role = Person.objects.get(given_name="Åke"), VolunteerRole.objects.get()
            at = datetime(2025, 1, 10, tzinfo=UTC)
            while not stop.is_set():
                batch.record_batch(entries=[entry(person, role, at, minutes=10)], by=BY)
                written.append(at)
                at += timedelta(minutes=20)
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        path = Path(owner("backup_association", full.slug, "--to", folder).stdout.strip())
    finally:
        stop.set()
        thread.join()
    rows = Reader(path).manifest()["contents"]["hours_hoursentry"]["rows"]
    assert 10 <= rows < 10 + len(written)
    owner("restore_association", path, "--as", copies, "--name", "Kopio ry")
    with entered(Association.objects.get(slug=copies)):
        assert HoursEntry.objects.count() == rows
