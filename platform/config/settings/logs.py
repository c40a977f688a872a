"""Structured logs: route names and codes, never names, addresses, query strings or parameters."""

import logging

from config.settings.environment import choice
from config.settings.jobs import CELERY_BEAT_SCHEDULE

__all__ = ["LOGGING"]

_LEVEL = choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), default="INFO")
# What libraries print as warnings becomes lines of the log.
logging.captureWarnings(True)

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
        # It gives itself handlers of its own that write no JSON, but texts of errors and lines of requests.
        "gunicorn.error": {"handlers": ["console"], "level": _LEVEL, "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "aiosmtpd": {"level": "WARNING"},
        "mail.log": {"level": "ERROR"},
        # Its lines hold the addresses that it asks.
        "urllib3": {"level": "WARNING"},
    },
}
