"""An association with something in it, the owner's process for it, and a folder for archives."""

import base64
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from accounts.models import User
from notifications.models import Message
from scheduling.hours.services import batch, figures, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock
from tenants.actors import Actor
from tenants.backend.base import role_of
from tenants.context import entered
from tenants.models import Access, Association
from tests import environment, processes
from volunteers.register.models import Person, VolunteerRole
from volunteers.register.services import periods
from volunteers.register.services.people import add_person
from volunteers.register.services.roles import add_role

KEY = base64.b64encode(secrets.token_bytes(32)).decode()
BY = Actor.system("test")
MONDAY = datetime(2025, 2, 3, 6, tzinfo=UTC)
TRICKY = "a_x.y \\. \\N 'quoted' \"double\" $$ {} tab\t line\nbreak COPY {}.t FROM stdin;\n\\.\nend åäö 🙂"

Owner = Callable[..., processes.Answer]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where archives go."""
    return tmp_path / "archives"


def run(*words: str, url: str = "", **more: str) -> processes.Answer:
    """A management command in the owner's process."""
    return processes.run(
        [str(environment.ROOT / "platform" / "manage.py"), *words], environment=owners(url=url, **more)
    )


def owners(*, url: str = "", **more: str) -> dict[str, str]:
    """The environment of the owner's process."""
    return os.environ | {
        "PYTHONPATH": f"{environment.ROOT / 'platform'}:{environment.ROOT}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "RINNALLA_PROCESS": "owner",
        "DATABASE_URL": url or environment.OWNER_URL,
        "FIGURES_DATABASE_URL": "",
        "BACKUP_KEY": KEY,
        **more,
    }


@pytest.fixture
def owner() -> Owner:
    """`owner("backup_association", slug, "--to", folder)`; expects that it works."""

    def call(*words: object, **more: str) -> processes.Answer:
        answer = run(*map(str, words), **more)
        assert answer.returncode == 0, answer.stderr[-3000:]
        return answer

    return call


@pytest.fixture
def full(arena: Association) -> Association:
    """An association with people, hours in closed and open months, a waiting message, and tricky texts."""
    fill(arena)
    return arena


def fill(association: Association) -> None:
    """Rows that a backup could stumble over."""
    user = User.objects.create_user(
        f"eva-{secrets.token_hex(4)}@example.org", None, name="Eva Ek", language="sv"
    )
    for access in ("coordinator", "volunteer"):
        Access.objects.create(user=user, association=association, role=access, created_at=clock.now())
    with clock.fixed(MONDAY), entered(association):
        role = add_role(
            code="host", family="builders", name_fi="Isäntä", by=BY,
            description_fi=TRICKY.replace("{}", association.schema_name),
        )  # fmt: skip
        for number, (given, user_uuid) in enumerate([("Eva", user.uuid), ("Åke", None)]):
            person = add_person(
                given_name=given, family_name="Ek", email=f"{given}@example.org", by=BY, user_uuid=user_uuid
            )
            periods.activate(person=person, by=BY, on=date(2024, 1, 1))
            entries = [
                entry(person, role, datetime(2024, 12, 30, 20 + number, tzinfo=UTC) + timedelta(days=days))
                for days in range(5)
            ]
            batch.record_batch(entries=entries, by=BY)
            Message.objects.create(
                kind="x", key=f"{number}", person_uuid=person.uuid, due_at=MONDAY,
                next_at=MONDAY + timedelta(days=9), created_at=MONDAY, data={"text": TRICKY},
            )  # fmt: skip
        months.close_month(first_day=date(2024, 12, 1), by=BY)
        figures.settle_marks(made=figures.make_figures())


def entry(person: Person, role: VolunteerRole, at: datetime, minutes: int = 180) -> NewEntry:
    """Hours from a moment on."""
    return NewEntry(person=person, role=role, starts_at=at, ends_at=at + timedelta(minutes=minutes))


@pytest.fixture
def archive(full: Association, folder: Path, owner: Owner) -> Path:
    """A backup of the full association."""
    return Path(owner("backup_association", full.slug, "--to", folder).stdout.strip())


@pytest.fixture
def copies() -> Iterator[str]:
    """An address for a copy; what was made under it goes away afterwards."""
    slug = f"copy-{secrets.token_hex(4)}"
    yield slug
    remove(slug)


def drop(schema_name: str) -> None:
    """As an accident would."""
    with psycopg.connect(environment.OWNER_URL) as own:
        own.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema_name)))


def remove(slug: str) -> None:
    """Take away all of an association, as if it had never been."""
    schema_name = "a_" + slug.replace("-", "_")
    role = sql.Identifier(role_of(schema_name))
    drop(schema_name)
    with psycopg.connect(environment.OWNER_URL) as own:
        if own.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role_of(schema_name)]).fetchone():
            own.execute(sql.SQL("REVOKE ALL ON SCHEMA extensions FROM {}").format(role))
            own.execute(sql.SQL("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA extensions FROM {}").format(role))
            own.execute(sql.SQL("DROP ROLE {}").format(role))
        own.execute("DELETE FROM tenants_wakeup WHERE schema_name = %s", [schema_name])
        own.execute(
            "DELETE FROM tenants_access WHERE association_id IN "
            "(SELECT id FROM tenants_association WHERE slug = %s)",
            [slug],
        )
        for table in ("tenants_association", "tenants_slug"):
            own.execute(sql.SQL("DELETE FROM {} WHERE slug = %s").format(sql.Identifier(table)), [slug])
