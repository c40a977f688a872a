"""What PostgreSQL must refuse to everybody, looked at before a process serves anybody.

`tenants.bootdb` takes these rights away. They live in each database, so one that was restored or made by hand
could lack them, and nothing else would tell.
"""

from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PROBES = {
    "Everybody may run set_config: one injected expression could change the role.": (
        "has_function_privilege('public', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')"
    ),
    "Everybody may run DO blocks.": "has_language_privilege('public', 'plpgsql', 'USAGE')",
    "Everybody may change settings through pg_settings.": (
        "has_table_privilege('public', 'pg_catalog.pg_settings', 'UPDATE')"
    ),
    "The login that serves people is a superuser, makes roles, or inherits the associations' rights.": (
        "(SELECT rolsuper OR rolcreaterole OR rolinherit FROM pg_roles WHERE rolname = session_user)"
    ),
}
_QUESTION = "SELECT " + ", ".join(PROBES.values())

_stand = False


def breaches(connection: Any) -> list[str]:
    """What a psycopg connection finds open: a sentence for each."""
    answer = psycopg.Cursor(connection).execute(_QUESTION.encode()).fetchone() or ()
    return [sentence for sentence, is_open in zip(PROBES, answer, strict=True) if is_open]


def require(connection: Any) -> None:
    """Refuse to work on a database without walls; asked once in a process. The owner makes them, and may.

    Raises ImproperlyConfigured.
    """
    global _stand  # noqa: PLW0603  # once in a process
    if _stand or settings.PROCESS == "owner":
        return
    if found := breaches(connection):
        raise ImproperlyConfigured(
            " ".join((*found, "Run tenants.bootdb on this database as its superuser."))
        )
    _stand = True
