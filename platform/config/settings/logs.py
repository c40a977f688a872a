"""Structured logs: route names and codes, never names, addresses, query strings or parameters."""

from config.settings.environment import text
from config.settings.jobs import CELERY_BEAT_SCHEDULE

__all__ = ["LOGGING"]

_LEVEL = text("LOG_LEVEL", "INFO")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "tenants.logs.JsonFormatter"}},
    "filters": {
        "no_ticks": {
            "()": "tenants.logs.NoTicks",
            "tasks": [entry["task"] for entry in CELERY_BEAT_SCHEDULE.values()],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_ticks"]}},
    "root": {"handlers": ["console"], "level": _LEVEL},
    "loggers": {
        # Django's own request lines hold paths; ours name the route (tenants.middleware).
        "django.request": {"level": "CRITICAL", "propagate": False},
        # What somebody tried stands in our line as its status; the texts repeat what was sent.
        "django.security": {"level": "CRITICAL", "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL", "propagate": False},
        "django.server": {"level": "WARNING"},
        # Ours in place of gunicorn's own handlers, which write texts of errors and lines of requests.
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "propagate": False},
        "aiosmtpd": {"level": "WARNING"},
        "mail.log": {"level": "ERROR"},
    },
}
