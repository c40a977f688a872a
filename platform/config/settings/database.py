"""PostgreSQL, one login for each kind of process, and the caches."""

from typing import Any

import environ

from config.settings.environment import PROCESS, flag, number, server_url, text

__all__ = [
    "CACHES",
    "DATABASES",
    "DATABASE_ROUTERS",
    "PG_BIN",
    "PROCESS",
    "REDIS_URL",
    "TENANT_DOMAIN_MODEL",
    "TENANT_LIMIT_SET_CALLS",
    "TENANT_MODEL",
]

POSTGRES = ("postgres", "postgresql")
DATABASE_URL = server_url(
    "DATABASE", schemes=POSTGRES, like="postgres://rinnalla_app@host/rinnalla", path="database"
)
# Only the figures process (and the tests) hold this login; no process that serves a page does.
FIGURES_DATABASE_URL = (
    server_url(
        "FIGURES_DATABASE",
        schemes=POSTGRES,
        like="postgres://rinnalla_figures@host/rinnalla",
        path="database",
    )
    if text("FIGURES_DATABASE_URL", "")
    else ""
)
REDIS_URL = server_url("REDIS", schemes=("redis", "rediss"), like="redis://host:6379/0")


def _database(address: str, *, engine: str, options: dict[str, Any]) -> dict[str, Any]:
    url = environ.Env.db_url_config(address)
    return {
        **url,
        "ENGINE": engine,
        "CONN_HEALTH_CHECKS": True,
        # A reader that an error stops half-way would leave a cursor open on the server; when it is collected
        # later, closing it lands in whatever transaction the connection is in by then.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"connect_timeout": 5, **url.get("OPTIONS", {}), **options},
    }


_default = _database(
    DATABASE_URL,
    engine="tenants.backend",
    options={} if PROCESS == "owner" else {"server_side_binding": True},
)
if flag("DATABASE_POOL", default=False):
    # Connections are recycled: a backend grows by about 2 MB for each association that it has touched.
    _default["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": number("DATABASE_POOL_SIZE", default=8),
        "max_lifetime": number("DATABASE_POOL_LIFETIME", default=900),  # seconds
        "timeout": 10,
    }
    _default["CONN_MAX_AGE"] = 0
else:
    _default["CONN_MAX_AGE"] = 300

DATABASES = {"default": _default}
if FIGURES_DATABASE_URL:
    DATABASES["figures"] = _database(FIGURES_DATABASE_URL, engine="django.db.backends.postgresql", options={})

# The first has no opinion on connections: it refuses rows that are used away from home.
DATABASE_ROUTERS = [
    "tenants.rows.HomeRouter",
    "umbrella.routers.FiguresRouter",
    "django_tenants.routers.TenantSyncRouter",
]
TENANT_MODEL = "tenants.Association"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True
# Folder of pg_dump and its like; empty: wherever the system has them.
PG_BIN = text("PG_BIN", "")

_CACHE = {
    # While Redis is away each process counts for itself: nobody is locked out.
    "BACKEND": "web.caching.SurvivingCache",
    "LOCATION": REDIS_URL,
    # A server that has fallen silent must not hold a page for ever.
    "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
}
CACHES = {
    "default": {
        **_CACHE,
        # A key holds the schema that made it: one association never reads another's.
        "KEY_FUNCTION": "django_tenants.cache.make_key",
    },
    # What all of them together may do, such as hand messages to one gateway: counters, and nothing else.
    "together": {**_CACHE, "KEY_PREFIX": "together"},
}
