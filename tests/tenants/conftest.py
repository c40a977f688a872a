"""An association that is approved and not set up, really there, and gone afterwards."""

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from tenants import clock, lifecycle
from tenants.backend.base import role_of
from tenants.models import Affiliation, Association, CatalogueRole, Slug, Umbrella
from tests import arena, environment


@pytest.fixture
def applicant(django_db_setup: None, django_db_blocker: Any) -> Iterator[Association]:
    """Approved, affiliated with an umbrella of its own that has two roles. Do not add `db`."""
    slug = f"uusi-{secrets.token_hex(4)}"
    with django_db_blocker.unblock():
        umbrella = Umbrella.objects.create(slug=f"l-{slug}", name_fi="Liitto", created_at=clock.now())
        for code in ("guide", "host"):
            CatalogueRole.objects.create(umbrella=umbrella, code=code, family="builders", name_fi=code)
        association = lifecycle.approve_association(
            slug=slug, umbrella=umbrella, district=None, from_on=date(2020, 1, 1), name_fi="Uusi ry"
        )
        try:
            yield association
        finally:
            with psycopg.connect(environment.OWNER_URL) as own:
                role = role_of(association.schema_name)
                own.execute(
                    sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(association.schema_name))
                )
                if not own.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    own.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
            Affiliation.objects.filter(association=association).delete()
            CatalogueRole.objects.filter(umbrella=umbrella).delete()
            umbrella.delete()
            connections.close_all()
            arena.drop(association)
            Slug.objects.filter(slug=slug).delete()
            connections.close_all()
