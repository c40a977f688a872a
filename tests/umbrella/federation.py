"""A small federation that is really there: hours are committed, released, read, and wiped away again."""

import secrets
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import psycopg
from django.db import connections
from psycopg import sql

from accounts.models import User
from scheduling.hours import split
from scheduling.hours.models import HoursTally
from scheduling.hours.services import batch, months
from scheduling.hours.services.entries import NewEntry
from tenants import clock, lifecycle, provisioning
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Access, Association, District, Umbrella
from tests import arena, environment
from umbrella import nightly, releases
from umbrella.models import Night, PublishedFigure, Release
from volunteers.register.models import Person, VolunteerRole, sort_key

BY = Actor.system("tests")
MEMBERS = {"north": ("aalto", "puro", "koski"), "south": ("lampi", "meri")}

_FIGURES = (
    "held_back",
    "provisional_basis",
    "released_cell",
    "released_role_cell",
    "suppression_partner",
    "total_part",
)
_PUBLISHED = (
    "target",
    "publishedtotal",
    "correction",
    "publishedfigure",
    "publishedrolefigure",
    "provisionalfigure",
    "distinctpeople",
    "night",
    "release",
)
_MAILED = ("releasemail", "releasenews")
_TENANT = (
    "hours_hoursentry",
    "hours_hourstally",
    "hours_month",
    "hours_changedmonth",
    "hours_monthfigure",
    "hours_sampledyear",
    "register_person",
    "register_volunteerrole",
)


def utc(year: int, month: int, day: int, hour: int = 4) -> datetime:
    """An instant; by default early in the Finnish morning, when releases and nights are due."""
    return datetime(year, month, day, hour, tzinfo=UTC)


@dataclass
class Federation:
    """An umbrella with three associations in the north and two in the south, and what tests do in it."""

    umbrella: Umbrella
    associations: dict[str, Association]
    analyst: User
    _people: dict[tuple[str, str], int] = field(default_factory=dict)

    def record(
        self,
        name: str,
        day: date,
        people: Iterable[str],
        *,
        minutes: int = 60,
        at: datetime | None = None,
        role: str = "",
    ) -> None:
        """Approve hours of people on a day, on that day's evening. One name is one account everywhere."""
        with clock.fixed(at or utc(day.year, day.month, day.day, 20)), entered(self.associations[name]):
            done = self._role(role)
            begins = utc(day.year, day.month, day.day, 8)
            batch.record_batch(
                entries=[
                    NewEntry(
                        person=self._person(name, who),
                        role=done,
                        starts_at=begins,
                        ends_at=begins + timedelta(minutes=minutes),
                    )
                    for who in people
                ],
                by=BY,
            )

    def tally(self, name: str, day: date, *, heads: int, minutes: int) -> None:
        """Count heads without names."""
        at = utc(day.year, day.month, day.day, 20)
        with clock.fixed(at), entered(self.associations[name]):
            first_day = split.month_of(day)
            months.ensure(first_days=[first_day])
            HoursTally.objects.create(
                role=self._role(),
                local_date=day,
                starts_at=at,
                heads=heads,
                minutes=minutes,
                first_month=first_day,
                last_month=first_day,
                created_at=at,
            )
            months.mark_changed(first_days=[first_day])

    def close(self, name: str, first_day: date, *, at: datetime) -> None:
        """Close a month by hand."""
        with clock.fixed(at), entered(self.associations[name]):
            months.close_month(first_day=first_day, by=BY)

    def release(self, at: datetime) -> Release | None:
        """Make the release that is due."""
        with clock.fixed(at):
            return releases.release(self.umbrella)

    def night(self, at: datetime) -> Night:
        """Do a night's work."""
        with clock.fixed(at):
            return nightly.run(self.umbrella)

    def published(self) -> dict[tuple[str, str, int, int], tuple[int | None, int | None]]:
        """Hours and people of all published figures, by level, owner, year and month."""
        rows = PublishedFigure.objects.filter(umbrella=self.umbrella).select_related(
            "association", "district"
        )
        slug = f"{self.umbrella.slug}-"
        found = {}
        for row in rows:
            owner = row.association.slug.removeprefix(slug) if row.association else ""
            owner = row.district.code if row.district else owner
            found[row.level, owner, row.year, row.month] = (row.minutes, row.people)
        return found

    def _role(self, code: str = "") -> VolunteerRole:
        """The association's own role, or one by its code in the catalogue."""
        role, _ = VolunteerRole.objects.get_or_create(
            code=code or "host",
            defaults={
                "family": "supporters" if code else "builders",
                "catalogue_code": code,
                "name_fi": code or "Isäntä",
            },
        )
        return role

    def _person(self, name: str, who: str) -> Person:
        person, _ = Person.objects.get_or_create(
            user_uuid=uuid.uuid5(uuid.NAMESPACE_URL, who),
            defaults={
                "given_name": "Nimi",
                "family_name": f"Nimetön {who}",
                "sort_key": sort_key(family_name=who, given_name="Nimi"),
                "created_at": clock.now(),
            },
        )
        return person

    def wipe(self) -> None:
        """Take away all hours and figures, as the owner."""
        connections.close_all()
        with psycopg.connect(environment.OWNER_URL) as own:
            for table in _FIGURES:
                _delete(own, "figures", table, "umbrella_id", [self.umbrella.pk])
            uuids = [association.uuid for association in self.associations.values()]
            for table in ("exact_figure", "exact_role_figure", "exact_part"):
                _delete(own, "figures", table, "association_uuid", uuids)
            releases_of_it = Release.objects.filter(umbrella=self.umbrella).values_list("pk", flat=True)
            for table in _MAILED:
                _delete(own, "public", f"umbrella_{table}", "release_id", list(releases_of_it))
            for table in _PUBLISHED:
                _delete(own, "public", f"umbrella_{table}", "umbrella_id", [self.umbrella.pk])
            for association in self.associations.values():
                tables = sql.SQL(", ").join(
                    sql.Identifier(association.schema_name, table) for table in _TENANT
                )
                own.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))

    def as_owner(self, name: str, statement: str) -> None:
        """Do in an association's schema what nobody but the owner can; `{schema}` stands for it."""
        schema = sql.Identifier(self.associations[name].schema_name)
        with psycopg.connect(environment.OWNER_URL) as own:
            own.execute(sql.SQL(statement).format(schema=schema))


def _delete(
    own: "psycopg.Connection[tuple[object, ...]]", schema: str, table: str, column: str, of: Sequence[object]
) -> None:
    own.execute(
        sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(
            sql.Identifier(schema, table), sql.Identifier(column)
        ),
        [list(of)],
    )


def _member(name: str, umbrella: Umbrella, district: District) -> Association:
    association = lifecycle.approve_association(
        slug=f"{umbrella.slug}-{name}",
        umbrella=umbrella,
        district=district,
        from_on=date(2020, 1, 1),
        name_fi="=Lampi" if name == "lampi" else name.title(),
    )
    lifecycle.move(association, to="provisioning")
    with psycopg.connect(environment.OWNER_URL) as own:
        provisioning.build(own, association.schema_name)
    return lifecycle.move(association, to="active")


@contextmanager
def founded() -> Iterator[Federation]:
    """A federation for a while; the database must be unblocked, outside of a transaction."""
    slug = f"vedet-{secrets.token_hex(3)}"
    umbrella = lifecycle.found_umbrella(slug=slug, name_fi="Vesien liitto ry")
    associations = {}
    for code, names in MEMBERS.items():
        district = District.objects.create(umbrella=umbrella, code=code, name_fi=code.title())
        for name in names:
            associations[name] = _member(name, umbrella, district)
    analyst = User.objects.create_user(f"{slug}@example.org", None, name="Anna Lyytikkö", language="en")
    Access.objects.create(user=analyst, umbrella=umbrella, role="analyst", created_at=clock.now())
    federation = Federation(umbrella, associations, analyst)
    try:
        yield federation
    finally:
        federation.wipe()
        Access.objects.filter(umbrella=umbrella).delete()
        connections.close_all()
        for association in associations.values():
            arena.drop(association)
        with psycopg.connect(environment.OWNER_URL) as own:
            _delete(own, "public", "tenants_affiliationchange", "umbrella_id", [umbrella.pk])
            _delete(own, "public", "tenants_affiliation", "umbrella_id", [umbrella.pk])
            _delete(own, "public", "tenants_district", "umbrella_id", [umbrella.pk])
            _delete(own, "public", "tenants_umbrella", "id", [umbrella.pk])
