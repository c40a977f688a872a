"""Cookies, headers and the content policy."""

from csp.constants import NONE, SELF

from config.settings.environment import DEMO, flag, number, secret
from config.settings.hosts import BASE_URL, BEHIND_PROXY

__all__ = [
    "CLOCK_MOVABLE",
    "CONTENT_SECURITY_POLICY",
    "CSRF_COOKIE_HTTPONLY",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SAMESITE",
    "CSRF_COOKIE_SECURE",
    "DATA_UPLOAD_MAX_MEMORY_SIZE",
    "DATA_UPLOAD_MAX_NUMBER_FILES",
    "FILE_UPLOAD_HANDLERS",
    "FILE_UPLOAD_MAX_MEMORY_SIZE",
    "JUST_DONE_COOKIE_NAME",
    "MESSAGES_COOKIE_NAME",
    "RATE_LIMITS",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SECURE_CONTENT_TYPE_NOSNIFF",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SECURE_HSTS_SECONDS",
    "SECURE_REFERRER_POLICY",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_SECURE",
    "SIGN_IN_STATE_COOKIE_NAME",
    "X_FRAME_OPTIONS",
]

SECRET_KEY = secret("SECRET_KEY")
# Former keys, while what they signed and encrypted is still around.
SECRET_KEY_FALLBACKS = secret("SECRET_KEY_FALLBACKS", "").split()
# Only the demo and the tests may move the clock.
CLOCK_MOVABLE = flag("CLOCK_MOVABLE", default=DEMO)

_SECURE = BASE_URL.scheme == "https"
_PREFIX = "__Host-" if _SECURE else ""

# No cookie names a domain, so that none is shared between hosts.
SESSION_COOKIE_NAME = f"{_PREFIX}rn_session"
SESSION_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_PREFIX}rn_csrf"
CSRF_COOKIE_SECURE = _SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

MESSAGES_COOKIE_NAME = f"{_PREFIX}rn_messages"
JUST_DONE_COOKIE_NAME = f"{_PREFIX}rn_done"

# What ties a sign-in to the browser that asked for it, while it is away at the sign-in host.
SIGN_IN_STATE_COOKIE_NAME = f"{_PREFIX}rn_state"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# The proxy does it as well.
SECURE_SSL_REDIRECT = _SECURE and BEHIND_PROXY
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _SECURE
SECURE_HSTS_PRELOAD = _SECURE
X_FRAME_OPTIONS = "DENY"

# A form weighs no more; a view that takes a file says so (web.bodies). Files stay in memory, which the same
# bound makes safe: nothing of theirs is left on a disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

# Requests and seconds, by person where one is signed in and by address elsewhere (web.limits). Whole offices
# come from one address.
RATE_LIMITS = {
    "page": (900, 60),
    "api": (600, 60),
    "secret": (120, 60),
    "import": (20, 60),
    # Calendars: one service reads those of many people, and each address by itself.
    "feed": (1200, 60),
    "one_feed": (30, 60),
    "feedback": (10, 600),
    # Forms of applicants: from one network, and at one association.
    "application": (60, 600),
    "applications": (300, 600),
    # Surveys: a hall answers from one network within minutes. Pages; answers there and at one association.
    "survey_page": (600, 60),
    "survey": (300, 600),
    "surveys": (1200, 600),
    # Requests to join a federation, each of which sends a mail: from one network, and at one federation.
    "join": (5, 3600),
    "joins": (40, 86400),
    # Reports of gateways: each message has a few.
    "report": (4000, 60),
    # Messages that we hand over: by all, as the account there allows, and by one association.
    "email_gateway": (number("EMAIL_PER_MINUTE", default=60_000), 60),
    "email_association": (3000, 60),
    "sms_gateway": (number("SMS_PER_MINUTE", default=600), 60),
    "sms_association": (120, 60),
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Signing in leads from an association's host to the sign-in host and back.
        "form-action": [
            SELF,
            f"{BASE_URL.scheme}://{BASE_URL.host}{BASE_URL.suffix}",
            f"{BASE_URL.scheme}://*.{BASE_URL.host}{BASE_URL.suffix}",
        ],
    }
}
