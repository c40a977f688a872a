"""Who was erased does not come back with a backup, wherever it is restored."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql
from pytest_django import Settings

from accounts.models import User
from scheduling.hours.models import HoursEntry
from tenants import bootdb
from tenants.backup import archive as archives
from tenants.backup.archive import Reader
from tenants.context import entered
from tenants.models import Access, Association
from tests import environment
from tests.environment import Servers
from tests.tenants.backup.conftest import BY, KEY, Owner, drop
from volunteers.register.models import Person
from volunteers.register.services.erasure import erase_person


@pytest.fixture(autouse=True)
def _key(settings: Settings) -> None:
    settings.BACKUP_KEY = KEY


@pytest.fixture(autouse=True)
def _list_as_it_was(full: Association) -> Iterator[None]:
    yield
    with psycopg.connect(environment.OWNER_URL) as own:
        own.execute("DELETE FROM tenants_erasureentry WHERE association_uuid = %s", [full.uuid])


def erase_eva(association: Association) -> None:
    with entered(association):
        erase_person(person=Person.objects.get(given_name="Eva"), by=BY)


def seen(association: Association) -> tuple[list[str], int, int]:
    """Names in the register, and how many hours of how many people."""
    with entered(association):
        names = sorted(Person.objects.filter(is_blank=False).values_list("given_name", flat=True))
        entries = HoursEntry.objects.all()
        return names, sum(entry.minutes for entry in entries), len({entry.person_id for entry in entries})


def test_erased_person_does_not_return(full: Association, archive: Path, owner: Owner, copies: str) -> None:
    _, minutes, people = seen(full)
    erase_eva(full)
    drop(full.schema_name)
    assert "1 people who were erased were erased again." in owner("restore_association", archive).stdout
    assert seen(full) == (["Åke"], minutes, people)
    owner("restore_association", archive, "--as", copies, "--name", "Kopio ry")
    assert seen(Association.objects.get(slug=copies)) == (["Åke"], minutes, people)


@pytest.fixture
def elsewhere(servers: Servers) -> Iterator[str]:
    """A new database with the same logins, made ready by the boot. Yields the owner's address."""
    name = f"rinnalla_other_{secrets.token_hex(4)}"
    yield bootdb.boot(servers.superuser_url, database=name, passwords=environment._passwords).owner
    with psycopg.connect(servers.superuser_url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_everything_is_lost_and_a_new_database_gets_it(
    full: Association, archive: Path, owner: Owner, elsewhere: str
) -> None:
    """The list of erasures is lost too: a later archive beside it knows them."""
    eva = User.objects.get(accesses__association=full, accesses__role="coordinator")
    other = User.objects.create_user(f"li-{secrets.token_hex(4)}@example.org", None, name="Li", language="fi")
    Access.objects.create(user=other, association=full, role="owner", created_at=datetime.now(UTC))
    first = Path(owner("backup_association", full.slug, "--to", archive.parent).stdout.strip())
    erase_eva(full)
    owner("backup_association", full.slug, "--to", archive.parent)
    owner("migrate_schemas", "--shared", "--verbosity=0", url=elsewhere)
    said = owner("restore_association", first, url=elsewhere).stdout
    assert "1 people who were erased were erased again." in said
    with psycopg.connect(elsewhere) as there:
        found = there.execute("SELECT slug, uuid, state, outside_figures FROM tenants_association").fetchall()
        assert found == [(full.slug, full.uuid, "active", False)]
        assert there.execute("SELECT email, uuid, password LIKE '!%' FROM accounts_user").fetchall() == [
            (other.email, other.uuid, True)
        ]
        names = there.execute(
            sql.SQL("SELECT given_name FROM {} WHERE NOT is_blank").format(
                sql.Identifier(full.schema_name, "register_person")
            )
        )
        assert names.fetchall() == [("Åke",)]
        blank = there.execute(
            "SELECT count(*) FROM tenants_access a JOIN accounts_user u ON u.id = user_id WHERE u.uuid = %s",
            [eva.uuid],
        )
        assert blank.fetchone() == (0,)
    app = urlsplit(elsewhere)._replace(netloc=urlsplit(environment.url_of(bootdb.APP)).netloc).geturl()
    with psycopg.connect(app) as served:
        served.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(f"t_{full.schema_name}")))
        rows = served.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(full.schema_name, "hours_hoursentry"))
        )
        assert rows.fetchone() == (10,)
    Access.objects.filter(association=full).delete()
    other.delete()


def test_backup_of_an_earlier_release_is_brought_up_to_date(
    full: Association, folder: Path, owner: Owner
) -> None:
    """Its tables lack what came since; they get it before anybody sees them."""
    owner("migrate_schemas", "register", "0001", f"--schema={full.schema_name}", "--verbosity=0")
    archive = Path(owner("backup_association", full.slug, "--to", folder).stdout.strip())
    assert ["register", "0002_what_is_signed_stays"] not in Reader(archive).manifest()["migrations"]
    drop(full.schema_name)
    assert "Its tables were brought up to date." in owner("restore_association", archive).stdout
    assert seen(full)[0] == ["Eva", "Åke"]
    erase_eva(full)
    assert seen(full)[0] == ["Åke"]


def test_archives_of_others_and_of_other_keys_are_passed_over(
    full: Association, archive: Path, owner: Owner, settings: Settings
) -> None:
    (archive.parent / f"junk{archives.SUFFIX}").write_bytes(b"junk")
    drop(full.schema_name)
    owner("restore_association", archive)
    assert seen(full)[0] == ["Eva", "Åke"]
