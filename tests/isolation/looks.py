"""How tests look at the wire: which role and path PostgreSQL itself has, past all of Django's beliefs."""

from typing import Any

import psycopg
from django.db import connection

from volunteers.register.models import Person

IN_ALFA = ("t_a_alfa", "a_alfa, extensions")
IN_PUBLIC = ("rinnalla_app", "public, extensions")
STATE = "SELECT current_user, current_setting('search_path')"


def wire(raw: Any = None) -> tuple[str, str]:
    """Role and search path as they are now; asking changes nothing."""
    row = psycopg.Cursor(raw or connection.connection).execute(STATE).fetchone()
    assert row is not None
    return row[0], row[1]


def seen() -> tuple[str, str]:
    """Role and search path as the next query of Django gets them."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        row = cursor.fetchone()
    return row[0], row[1]


def family_names() -> set[str]:
    """Whom the register shows here."""
    return set(Person.objects.values_list("family_name", flat=True))
