"""Start-up checks: the database keeps the walls that the code counts on."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

_PROBES = {
    "tenants.E001": (
        "SELECT has_function_privilege('public', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')",
        "Everybody may run set_config: one injected expression could change the role.",
    ),
    "tenants.E002": (
        "SELECT has_language_privilege('public', 'plpgsql', 'USAGE')",
        "Everybody may run DO blocks.",
    ),
    "tenants.E003": (
        "SELECT has_table_privilege('public', 'pg_catalog.pg_settings', 'UPDATE')",
        "Everybody may change settings through pg_settings.",
    ),
    "tenants.E004": (
        "SELECT rolsuper OR rolcreaterole OR rolinherit FROM pg_roles WHERE rolname = session_user",
        "The login that serves people is a superuser, makes roles, or inherits the associations' rights.",
    ),
}


@register(Tags.database)
def walls_stand(app_configs: Any, databases: list[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """What `tenants.bootdb` took away is still away, and the login owns nothing."""
    if not databases or "default" not in databases or settings.PROCESS != "app":
        return []
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        for code, (question, sentence) in _PROBES.items():
            cursor.execute(question)
            if cursor.fetchone()[0]:
                found.append(
                    Error(sentence, hint="Run tenants.bootdb on this database as its superuser.", id=code)
                )
    return found
