"""A start-up check: the demo's doors are wide open, so it must not stand where real people are."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection


@register()
def no_demo_in_production(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The demo shows passwords and all mail and moves the clock; behind https somebody means it."""
    if not settings.DEMO or settings.BASE_URL.scheme != "https":
        return []
    return [
        Error(
            "DEMO is on, and BASE_URL begins with https: the demo's mail, passwords and clock are for all.",
            hint="Set DEMO=false, or run the demo on http for yourself alone.",
            id="local.E001",
        )
    ]


@register(Tags.database)
def no_demo_secrets_in_production(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The demo's authenticator apps have secrets that everybody knows; sign-in takes none of their codes."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415  # apps are loaded by now

    if settings.DEMO or "default" not in (kwargs.get("databases") or ()):
        return []
    if Authenticator._meta.db_table not in connection.introspection.table_names():
        return []  # before the first migration
    known = Authenticator.objects.filter(type=Authenticator.Type.TOTP, data__demo=True).count()
    if not known:
        return []
    return [
        Error(
            f"{known} authenticator apps of the demo are in this database: their secrets are known to all.",
            hint="Use a database of its own. To keep these people: manage.py reset_second_factor for each.",
            id="local.E002",
        )
    ]
