"""Out of service, back, and away for good: whole or not at all, wherever the owner dies."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client

from accounts.models import User
from scheduling.hours.models import HoursEntry
from tenants import addresses, clock
from tenants.backend.base import role_of
from tenants.backup import contents
from tenants.context import entered
from tenants.leaving import files, words, work
from tenants.models import (
    Access,
    Archive,
    Association,
    Deletion,
    LeavingLetter,
    Passage,
    StateChange,
    Umbrella,
    Wakeup,
)
from tests import arena as arenas, environment, processes, states
from tests.tenants.backup.conftest import fill, owners
from umbrella.ending import certificate, letters
from volunteers.register.models import Person

Kind = Passage.Kind


@pytest.fixture
def full(arena: Association) -> Association:
    """An association with people and hours."""
    fill(arena)
    return arena


def owner_works(folder: Path, *words: str, **more: str) -> int:
    """Start the owner's process and wait for its end; its exit code."""
    answer = processes.run(
        ["-m", "tests.tenants.leaving.owner_leaves", *words],
        environment=owners(BACKUP_FOLDER=str(folder), **more),
    )
    assert answer.returncode in {0, 3, -9}, answer.stderr[-3000:]
    return answer.returncode


def ask(association: Association, kind: str) -> Passage:
    return Passage.objects.create(
        association=association, kind=kind, requested_at=clock.now(), by_name="Ilkka Forsman"
    )


def schema_exists(association: Association) -> bool:
    with psycopg.connect(environment.OWNER_URL) as own:
        found = own.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [association.schema_name])
        return found.fetchone() is not None


def held(association: Association) -> contents.Contents:
    """What its tables hold, as the owner sees it."""
    with psycopg.connect(environment.OWNER_URL) as own:
        found = contents.of(own, association.schema_name)
    return {name: each for name, each in found.items() if "rows" in each}


def work_of_schemas() -> list[str]:
    """Schemas that a restore works in, left behind."""
    with psycopg.connect(environment.OWNER_URL) as own:
        found = own.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'restoring_')")
        return [name for (name,) in found.fetchall()]


def host(association: Association) -> Any:
    addresses.forget()
    return Client().get("/", HTTP_HOST=f"{association.slug}.rinnalla.localhost:8000")


def archived(association: Association, folder: Path) -> Archive:
    states.put(association, "suspended")
    ask(association, Kind.ARCHIVE)
    assert owner_works(folder) == 0
    association.refresh_from_db()
    assert association.state == "archived"
    return Archive.objects.get(association=association)


def assert_archived(association: Association, folder: Path, rows: int) -> None:
    association.refresh_from_db()
    archive = Archive.objects.get(association=association)
    assert (association.state, schema_exists(association)) == ("archived", False)
    assert archive.verified_at is not None
    assert archive.rows == rows
    assert [path.name for path in (folder / "archived").iterdir()] == [archive.file]
    assert not Wakeup.objects.filter(schema_name=association.schema_name).exists()
    assert host(association).status_code == 410
    assert StateChange.objects.filter(association=association, after="archived").count() == 1


@pytest.mark.slow
def test_goes_out_of_service_comes_back_equal_and_is_deleted(full: Association, tmp_path: Path) -> None:
    before = held(full)
    with entered(full):
        people, entries = Person.objects.count(), HoursEntry.objects.count()
    archive = archived(full, tmp_path)
    assert_archived(full, tmp_path, sum(each["rows"] for each in before.values()))
    content = (tmp_path / "archived" / archive.file).read_bytes()
    assert b"CREATE SCHEMA" not in content
    assert owner_works(tmp_path) == 3  # nothing is left to do

    ask(full, Kind.RESTORE)
    assert owner_works(tmp_path) == 0
    full.refresh_from_db()
    assert full.state == "active"
    now = held(full)
    assert contents.differences(before, now) == ["hours_changedmonth"]  # figures are made of it anew
    with entered(full):
        assert (Person.objects.count(), HoursEntry.objects.count()) == (people, entries)
    assert host(full).status_code == 200
    assert [path.name for path in tmp_path.glob("*.rinnalla")] == [archive.file]
    assert list((tmp_path / "archived").iterdir()) == []

    keeps_of_figures(full)
    user = User.objects.create_user("vain.taalla@example.org", None, name="Vain Täällä")
    Access.objects.create(user=user, association=full, role="owner", created_at=clock.now())
    archived_again = states_of_deletion(full, tmp_path)
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Access.objects.filter(association=full).exists()
    assert archived_again.went["accesses"] >= 1
    assert host(full).status_code == 410
    assert keeps_of_figures(full, look=True) == [(1, True)]  # what was never told goes, what was told stays
    ends = list(full.affiliations.order_by("from_on").values_list("to_on", flat=True))
    assert ends == [clock.today(full)]  # the planned one begins never


def keeps_of_figures(association: Association, *, look: bool = False) -> list[tuple[int, bool]]:
    """A month that was told, one that was not, a role; a planned move. To look: the months there are."""
    months, roles = "figures.exact_figure", "figures.exact_role_figure"
    owner = association.uuid
    with psycopg.connect(environment.OWNER_URL) as own:
        if look:
            found = own.execute(f"SELECT 1 FROM {roles} WHERE association_uuid = %s", [owner])
            assert found.fetchall() == []
            gone = f"DELETE FROM {months} WHERE association_uuid = %s RETURNING month, closed"
            return own.execute(gone, [owner]).fetchall()
        for month, closed in ((1, True), (2, False)):
            own.execute(
                f"INSERT INTO {months} (association_uuid, year, month, minutes, people, heads, closed,"
                " source, computed_at) VALUES (%s, 2020, %s, 60, 1, 0, %s, 'platform', %s)",
                [owner, month, closed, clock.now()],
            )
        own.execute(
            f"INSERT INTO {roles} (association_uuid, year, month, by, code, family, minutes, people, heads,"
            " top_minutes, computed_at) VALUES (%s, 2020, 1, 'role', 'x', 'other', 60, 1, 0, 60, %s)",
            [owner, clock.now()],
        )
    today, liitto = clock.today(association), Umbrella.objects.get(slug="liitto")
    for from_on, to_on in ((today, today + timedelta(days=29)), (today + timedelta(days=30), None)):
        association.affiliations.create(umbrella=liitto, from_on=from_on, to_on=to_on)
    return []


def states_of_deletion(association: Association, folder: Path) -> Deletion:
    """Archived anew, wished by two people, and deleted."""
    states.put(association, "suspended")
    ask(association, Kind.ARCHIVE)
    assert owner_works(folder) == 0
    association.refresh_from_db()
    wish = states.wished(association, confirmed=True)
    ask(association, Kind.DELETE)
    assert owner_works(folder) == 0
    wish.refresh_from_db()
    assert_deleted(association, folder, wish)
    return wish


def assert_deleted(association: Association, folder: Path, wish: Deletion) -> None:
    association.refresh_from_db()
    wish.refresh_from_db()
    assert (association.state, schema_exists(association)) == ("deleted", False)
    assert wish.deleted_at is not None
    assert wish.went["rows"] > 0
    assert wish.went["files"] >= 1
    assert list(folder.rglob("*.rinnalla")) == []
    assert not Access.objects.filter(association=association).exists()
    assert StateChange.objects.filter(association=association, after="deleted").count() == 1
    with psycopg.connect(environment.OWNER_URL) as own:
        role = role_of(association.schema_name)
        assert own.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["inside", "after"])
@pytest.mark.parametrize("step", [step.code for step in work.STEPS[Kind.ARCHIVE]])
def test_killed_while_archiving_it_is_there_or_archived(
    full: Association, tmp_path: Path, step: str, moment: str
) -> None:
    rows = sum(each["rows"] for each in held(full).values())
    states.put(full, "suspended")
    ask(full, Kind.ARCHIVE)
    assert owner_works(tmp_path, f"{step}:{moment}") == -9
    full.refresh_from_db()
    gone = (step, moment) == ("leave", "after")
    assert (full.state, schema_exists(full)) == (("archived", False) if gone else ("suspended", True))
    assert owner_works(tmp_path) == 0
    assert_archived(full, tmp_path, rows)
    assert work_of_schemas() == []


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["inside", "after"])
@pytest.mark.parametrize("step", [step.code for step in work.STEPS[Kind.RESTORE]])
def test_killed_while_coming_back_it_is_archived_or_back(
    full: Association, tmp_path: Path, step: str, moment: str
) -> None:
    before = held(full)
    archived(full, tmp_path)
    ask(full, Kind.RESTORE)
    assert owner_works(tmp_path, f"{step}:{moment}") == -9
    full.refresh_from_db()
    back = step == "tidy" or (step, moment) == ("back", "after")
    assert (full.state, schema_exists(full)) == (("active", True) if back else ("archived", False))
    assert owner_works(tmp_path) == 0
    full.refresh_from_db()
    assert full.state == "active"
    assert contents.differences(before, held(full)) == ["hours_changedmonth"]
    assert work_of_schemas() == []


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["inside", "after"])
@pytest.mark.parametrize("step", [step.code for step in work.STEPS[Kind.DELETE]])
def test_killed_while_deleting_it_ends_whole_and_counts_once(
    full: Association, tmp_path: Path, step: str, moment: str
) -> None:
    ada = User.objects.get(email="ada@example.org")
    Access.objects.create(user=ada, association=full, role="coordinator", created_at=clock.now())
    accesses = Access.objects.filter(association=full).count()
    rows = archived(full, tmp_path).rows
    wish = states.wished(full, confirmed=True)
    ask(full, Kind.DELETE)
    assert owner_works(tmp_path, f"{step}:{moment}") == -9
    assert owner_works(tmp_path) == 0
    assert_deleted(full, tmp_path, wish)
    assert wish.went["rows"] == rows
    assert wish.went["accesses"] == accesses
    assert User.objects.filter(pk=ada.pk).exists()  # she acts elsewhere too


@pytest.mark.slow
def test_what_was_written_after_the_copy_is_in_the_archive(full: Association, tmp_path: Path) -> None:
    """It dies after reading back; then somebody writes: the tables are copied anew before they go."""
    states.put(full, "suspended")
    ask(full, Kind.ARCHIVE)
    assert owner_works(tmp_path, "read:after") == -9
    first = Archive.objects.get(association=full).contents_hash
    with entered(full):
        person = Person.objects.order_by("pk").first()
        assert person is not None
        Person.objects.filter(pk=person.pk).update(given_name="Myöhään")
    assert owner_works(tmp_path) == 0
    full.refresh_from_db()
    assert full.state == "archived"
    assert Archive.objects.get(association=full).contents_hash != first
    ask(full, Kind.RESTORE)
    assert owner_works(tmp_path) == 0
    full.refresh_from_db()
    with entered(full):
        assert Person.objects.get(pk=person.pk).given_name == "Myöhään"


@pytest.mark.slow
@pytest.mark.parametrize("harm", ["changed", "gone", "key"])
def test_copy_that_is_not_whole_brings_nothing_back_and_says_so(
    full: Association, tmp_path: Path, harm: str
) -> None:
    archive = archived(full, tmp_path)
    path = tmp_path / "archived" / archive.file
    kept = path.read_bytes()
    if harm == "changed":
        path.write_bytes(kept[:-9] + bytes(9))
    elif harm == "gone":
        path.unlink()
    passage = ask(full, Kind.RESTORE)
    another = {"BACKUP_KEY": "A" * 43 + "="} if harm == "key" else {}
    assert owner_works(tmp_path, **another) == 0
    passage.refresh_from_db()
    full.refresh_from_db()
    assert passage.failure == {"changed": "damaged", "gone": "missing", "key": "key"}[harm]
    assert (full.state, schema_exists(full)) == ("archived", False)
    path.write_bytes(kept)
    Passage.objects.filter(pk=passage.pk).update(failure="")
    assert owner_works(tmp_path) == 0
    full.refresh_from_db()
    assert full.state == "active"


@pytest.mark.slow
def test_nothing_is_deleted_without_two_people(full: Association, tmp_path: Path) -> None:
    archive = archived(full, tmp_path)
    states.wished(full)
    passage = states.added(
        Passage(association=full, kind=Kind.DELETE, requested_at=clock.now(), by_name="Ilkka Forsman")
    )
    assert owner_works(tmp_path) == 0
    passage.refresh_from_db()
    full.refresh_from_db()
    assert (passage.failure, full.state) == ("unconfirmed", "archived")
    assert (tmp_path / "archived" / archive.file).exists()


@pytest.mark.slow
def test_copies_under_other_names_go_with_it_and_stand_on_the_certificate(
    full: Association, tmp_path: Path
) -> None:
    """Also a copy of a copy; what has become an association of its own stays."""
    with arenas.arena() as copy, arenas.arena() as of_copy, arenas.arena() as own:
        for made, of in ((copy, full), (of_copy, copy), (own, full)):
            with psycopg.connect(environment.OWNER_URL) as owner:
                owner.execute(
                    "ALTER TABLE tenants_association DISABLE TRIGGER tenants_name_guard; "
                    f"UPDATE tenants_association SET copied_from = '{of.uuid}', "
                    f"outside_figures = {made is not own} WHERE id = {made.pk}; "
                    "ALTER TABLE tenants_association ENABLE TRIGGER tenants_name_guard"
                )
            made.refresh_from_db()
        (tmp_path / f"{copy.slug}-20250101T010101.000001Z.rinnalla").touch()
        ada = User.objects.get(email="ada@example.org")
        Access.objects.create(user=ada, association=copy, role="coordinator", created_at=clock.now())
        archived(full, tmp_path)
        wish = states.wished(full, confirmed=True)
        ask(full, Kind.DELETE)
        assert owner_works(tmp_path) == 0
        assert_deleted(full, tmp_path, wish)
        for made in (copy, of_copy, own):
            made.refresh_from_db()
        assert [made.state for made in (copy, of_copy, own)] == ["deleted", "deleted", "active"]
        assert [schema_exists(made) for made in (copy, of_copy, own)] == [False, False, True]
        assert not Access.objects.filter(association=copy).exists()
        assert (wish.went["copies"], wish.went["copied_to"]) == (2, f"{copy.slug}, {of_copy.slug}")
        assert copy.slug in str(certificate.lines(wish))


@pytest.mark.slow
def test_owners_are_told_of_each_step(full: Association, tmp_path: Path, mailoutbox: list[Any]) -> None:
    owner = User.objects.create_user("omistaja@example.org", None, name="Oona Omistaja", language="sv")
    Access.objects.create(user=owner, association=full, role="owner", created_at=clock.now())
    archived(full, tmp_path)
    ask(full, Kind.RESTORE)
    assert owner_works(tmp_path) == 0
    states_of_deletion(full, tmp_path)
    told = LeavingLetter.objects.filter(association=full, to_user=owner.uuid).order_by("pk")
    assert [letter.kind for letter in told] == ["archived", "restored", "archived", "deleted"]
    assert not User.objects.filter(pk=owner.pk).exists()
    assert told[3].email == "omistaja@example.org"  # whose login is gone
    assert letters.go() == 4
    assert letters.go() == 0
    assert "har raderats" in mailoutbox[-1].subject
    assert {mail.to[0] for mail in mailoutbox} == {"Oona Omistaja <omistaja@example.org>"}
    assert set(told.values_list("name", "email")) == {("", "")}


@pytest.mark.slow
def test_owner_deletes_nothing_that_was_confirmed_in_haste(full: Association, tmp_path: Path) -> None:
    """Where the clock is real, 30 days are counted from what the database itself wrote down."""
    archive = archived(full, tmp_path)
    wish = states.wished(full, confirmed=True)
    assert wish.agreed_at is not None
    states.as_owner(wish, noted_at=wish.agreed_at - timedelta(days=29))
    passage = ask(full, Kind.DELETE)
    assert owner_works(tmp_path, CLOCK_MOVABLE="false") == 0
    passage.refresh_from_db()
    full.refresh_from_db()
    assert (passage.failure, full.state) == ("hasty", "archived")
    assert (tmp_path / "archived" / archive.file).exists()


@pytest.mark.slow
def test_copy_of_another_association_brings_nobody_back(full: Association, tmp_path: Path) -> None:
    archive = archived(full, tmp_path)
    with arenas.arena() as another:
        states.put(another, "archived")
        copy = Archive.objects.get(association=another)
        states.as_owner(copy, file=archive.file, sha256=archive.sha256)
        passage = ask(another, Kind.RESTORE)
        assert owner_works(tmp_path) == 0
        passage.refresh_from_db()
        assert (passage.failure, schema_exists(full)) == ("damaged", False)


@pytest.mark.slow
def test_copy_that_was_harmed_after_it_was_read_takes_nothing_away(full: Association, tmp_path: Path) -> None:
    states.put(full, "suspended")
    passage = ask(full, Kind.ARCHIVE)
    assert owner_works(tmp_path, "read:after") == -9
    path = tmp_path / "archived" / Archive.objects.get(association=full).file
    path.write_bytes(path.read_bytes()[:-9] + bytes(9))
    assert owner_works(tmp_path) == 0
    passage.refresh_from_db()
    full.refresh_from_db()
    assert (passage.failure, full.state, schema_exists(full)) == ("damaged", "suspended", True)


def test_half_files_of_one_whose_name_begins_alike_are_left(
    full: Association, settings: Any, tmp_path: Path
) -> None:
    settings.BACKUP_FOLDER = str(tmp_path)
    files.folder().mkdir()
    stamp = "20250101T010101.000001Z.rinnalla.abcd1234.partial"
    own, other = (files.folder() / f".{slug}-{stamp}" for slug in (full.slug, f"{full.slug}-2"))
    for path in (own, other):
        path.touch()
    files.clear(full)
    assert (own.exists(), other.exists()) == (False, True)


def test_every_step_and_every_failure_has_words() -> None:
    assert set(words.STEPS) == {step.code for steps in work.STEPS.values() for step in steps}
    assert {code for _kind, code in work._CODES} <= set(words.FAILURES)


@pytest.fixture(autouse=True)
def _nobody_remembers() -> Iterator[None]:
    yield
    addresses.forget()
