"""Outgoing mail: over SMTP, or by a mail service's own interface, which also tells us of bounces.

    EMAIL_URL=smtp+tls://user@mail.your-domain.org:587
    EMAIL_URL=brevo://api.brevo.com
    EMAIL_URL=mailgun://mg.your-domain.org@api.eu.mailgun.net
    EMAIL_URL=mailjet://<api key>@api.mailjet.com
    EMAIL_URL=postmark://api.postmarkapp.com

The password or key stands in EMAIL_PASSWORD. A service's reports come to /hooks/mail/ on the base host; what
proves them stands in EMAIL_HOOK_SECRET: for Mailgun its signing key, for the others `user:password`, written
into the address that the service is given.
"""

from urllib.parse import unquote, urlsplit

import environ

from config.settings.environment import secret, server_url, text

__all__ = [
    "ANYMAIL",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_BACKEND",
    "EMAIL_HOOK_SECRET",
    "EMAIL_HOST",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST_USER",
    "EMAIL_PORT",
    "EMAIL_SERVICE",
    "EMAIL_TIMEOUT",
    "EMAIL_USE_SSL",
    "EMAIL_USE_TLS",
    "OPERATORS_MAIL",
    "SERVER_EMAIL",
]

SERVICES = ("brevo", "mailgun", "mailjet", "postmark")

EMAIL_URL = server_url(
    "EMAIL", schemes=("smtp", "smtp+tls", "smtp+ssl", *SERVICES), like="smtp+tls://user@host:587"
)
_parts = urlsplit(EMAIL_URL)
EMAIL_SERVICE = _parts.scheme if _parts.scheme in SERVICES else ""
EMAIL_HOOK_SECRET = secret("EMAIL_HOOK_SECRET", "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("MAIL_FROM", "Rinnalla <rinnalla@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who is told when messages do not go out any more; several with commas between them, or nobody.
OPERATORS_MAIL = tuple(
    address.strip() for address in text("OPERATORS_MAIL", "").split(",") if address.strip()
)


def _service(name: str) -> dict[str, object]:
    """What Anymail is told of a mail service."""
    login, key = unquote(_parts.username or ""), unquote(_parts.password or "")
    at = f"https://{_parts.hostname}"
    told: dict[str, dict[str, object]] = {
        "brevo": {"BREVO_API_KEY": key, "BREVO_API_URL": f"{at}/v3/"},
        "mailgun": {
            "MAILGUN_API_KEY": key,
            "MAILGUN_SENDER_DOMAIN": login,
            "MAILGUN_API_URL": f"{at}/v3",
            "MAILGUN_WEBHOOK_SIGNING_KEY": EMAIL_HOOK_SECRET,
        },
        "mailjet": {
            "MAILJET_API_KEY": login,
            "MAILJET_SECRET_KEY": key,
            "MAILJET_API_URL": f"{at}/v3.1/",
        },
        "postmark": {"POSTMARK_SERVER_TOKEN": key, "POSTMARK_API_URL": f"{at}/"},
    }
    proof = {} if name == "mailgun" else {"WEBHOOK_SECRET": EMAIL_HOOK_SECRET}
    return {"REQUESTS_TIMEOUT": (5, EMAIL_TIMEOUT), **proof, **told[name]}


if EMAIL_SERVICE:
    EMAIL_BACKEND = f"anymail.backends.{EMAIL_SERVICE}.EmailBackend"
    ANYMAIL = _service(EMAIL_SERVICE)
    _url: dict[str, object] = {}
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    ANYMAIL = {}
    _url = environ.Env.email_url_config(EMAIL_URL)
EMAIL_HOST = _url.get("EMAIL_HOST") or ""
EMAIL_PORT = _url.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _url.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _url.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_url.get("EMAIL_USE_TLS", False))
EMAIL_USE_SSL = bool(_url.get("EMAIL_USE_SSL", False))
