"""What an archive says of itself, read in the same snapshot as the dump beside it."""

from typing import Any

import psycopg
from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from tenants import clock
from tenants.backup import contents
from tenants.backup.errors import BackupError
from tenants.models import Association

FORMAT = 1
KIND = "association"

_PUBLIC = {
    "association": "SELECT to_jsonb(a) - 'id' FROM public.tenants_association a WHERE id = %s",
    "domains": "SELECT jsonb_build_object('domain', domain, 'is_primary', is_primary) "
    "FROM public.tenants_domain WHERE tenant_id = %s ORDER BY id",
    "affiliations": "SELECT jsonb_build_object('umbrella', u.uuid, 'slug', u.slug, 'district', d.code, "
    "'from_on', f.from_on, 'to_on', f.to_on) FROM public.tenants_affiliation f "
    "JOIN public.tenants_umbrella u ON u.id = f.umbrella_id "
    "LEFT JOIN public.tenants_district d ON d.id = f.district_id WHERE f.association_id = %s ORDER BY f.id",
    "affiliation_changes": "SELECT jsonb_build_object('umbrella', u.uuid, 'district', d.code, "
    "'kind', c.kind, 'on', c.\"on\", 'at', c.at, 'by_user', c.by_user, 'by_name', c.by_name) "
    "FROM public.tenants_affiliationchange c JOIN public.tenants_umbrella u ON u.id = c.umbrella_id "
    "LEFT JOIN public.tenants_district d ON d.id = c.district_id WHERE c.association_id = %s ORDER BY c.id",
    "agreements": "SELECT to_jsonb(p) - 'id' - 'association_id' FROM public.tenants_processingagreement p "
    "WHERE p.association_id = %s ORDER BY p.id",
    "accesses": "SELECT jsonb_build_object('user', u.uuid, 'email', u.email, 'name', u.name, "
    "'language', u.language, 'role', a.role, 'created_at', a.created_at, 'ends_at', a.ends_at, "
    "'starts_at', a.starts_at, 'limited', a.limited, 'unit_uuids', a.unit_uuids, 'role_uuids', a.role_uuids) "
    "FROM public.tenants_access a "
    "JOIN public.accounts_user u ON u.id = a.user_id "
    "WHERE a.association_id = %s AND u.is_active ORDER BY a.id",
    "erasures": "SELECT jsonb_build_object('person', e.person_uuid, 'at', e.at) "
    "FROM public.tenants_erasureentry e JOIN public.tenants_association a ON a.uuid = e.association_uuid "
    "WHERE a.id = %s ORDER BY e.at, e.uuid",
}


def of(own: psycopg.Connection, association: Association) -> dict[str, Any]:
    """Everything but the dump itself."""
    row = own.execute("SELECT current_setting('server_version')").fetchone()
    public = {
        name: [value for (value,) in own.execute(query.encode(), [association.pk]).fetchall()]
        for name, query in _PUBLIC.items()
    }
    return {
        "format": FORMAT,
        "kind": KIND,
        "taken_at": clock.real_now().isoformat(timespec="seconds"),
        "domain_time": clock.now().isoformat(timespec="seconds"),
        "postgresql": row[0] if row else "",
        "schema": association.schema_name,
        "migrations": [list(one) for one in applied(own, association.schema_name)],
        "contents": contents.of(own, association.schema_name),
        **(public | {"association": public["association"][0]}),
    }


def applied(own: psycopg.Connection, schema_name: str) -> list[tuple[str, str]]:
    """The migrations of a schema."""
    table = sql.Identifier(schema_name, "django_migrations")
    rows = own.execute(sql.SQL("SELECT app, name FROM {} ORDER BY app, name").format(table)).fetchall()
    return [(app, name) for app, name in rows]


def _labels() -> set[str]:
    return {name.rsplit(".", 1)[-1] for name in settings.TENANT_APPS}


def _of_this_release() -> dict[tuple[str, str], Migration]:
    found: dict[tuple[str, str], Migration] = MigrationLoader(None).disk_migrations
    return {key: migration for key, migration in found.items() if key[0] in _labels()}


def is_behind(manifest: dict[str, Any]) -> bool:
    """Whether this release has migrations of associations that the backup had not."""
    return bool(_of_this_release().keys() - {(app, name) for app, name in manifest["migrations"]})


def require_readable(manifest: dict[str, Any]) -> None:
    """Raises BackupError where this release does not know what the backup was made with."""
    if (manifest.get("format"), manifest.get("kind")) != (FORMAT, KIND):
        raise BackupError("This is no backup of an association, or one of a later release of Rinnalla.")
    ours = _of_this_release()
    # Many that became one keep their names in what they became.
    known = ours.keys() | {key for migration in ours.values() for key in migration.replaces}
    had = {(app, name) for app, name in manifest["migrations"] if app in _labels()}
    if later := had - known:
        raise BackupError(
            f"The backup was made by a later release of Rinnalla ({len(later)} migrations are unknown here, "
            f"{'.'.join(min(later))} among them). Update first."
        )
