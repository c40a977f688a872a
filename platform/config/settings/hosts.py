"""The hosts: the base, the sign-in host below it, and one below it for each association and umbrella."""

from config.settings.environment import base_url, flag

__all__ = [
    "ALLOWED_HOSTS",
    "BASE_URL",
    "BEHIND_PROXY",
    "CSRF_TRUSTED_ORIGINS",
    "IDENTITY_LABEL",
    "ROOT_URLCONF",
    "SECURE_PROXY_SSL_HEADER",
    "USE_X_FORWARDED_HOST",
    "WSGI_APPLICATION",
]

BASE_URL = base_url("BASE_URL")
IDENTITY_LABEL = "id"
# One proxy of ours stands in front, and says by which scheme and for which address it asks.
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
ALLOWED_HOSTS = [BASE_URL.host, f".{BASE_URL.host}"]
CSRF_TRUSTED_ORIGINS: list[str] = []
ROOT_URLCONF = "config.urls.base"
WSGI_APPLICATION = "config.wsgi.application"
USE_X_FORWARDED_HOST = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
