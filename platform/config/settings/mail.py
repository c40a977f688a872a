"""Outgoing mail over SMTP."""

import environ

from config.settings.environment import server_url, text

__all__ = [
    "DEFAULT_FROM_EMAIL",
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST_USER",
    "EMAIL_PORT",
    "EMAIL_TIMEOUT",
    "EMAIL_USE_SSL",
    "EMAIL_USE_TLS",
    "SERVER_EMAIL",
]

EMAIL_URL = server_url("EMAIL", schemes=("smtp", "smtp+tls", "smtp+ssl"), like="smtp+tls://user@host:587")
_url = environ.Env.email_url_config(EMAIL_URL)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _url["EMAIL_HOST"]
EMAIL_PORT = _url["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _url["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _url["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = bool(_url.get("EMAIL_USE_TLS", False))
EMAIL_USE_SSL = bool(_url.get("EMAIL_USE_SSL", False))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("MAIL_FROM", "Rinnalla <rinnalla@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
