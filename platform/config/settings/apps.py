"""Which apps exist, and in which schema their tables lie."""

from config.settings.environment import DEBUG, DEMO, VAR_DIR

__all__ = [
    "DEBUG",
    "DEFAULT_AUTO_FIELD",
    "DEMO",
    "INSTALLED_APPS",
    "SHARED_APPS",
    "TENANT_APPS",
    "VAR_DIR",
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Tables in `public`: who signs in, which associations exist, what is published.
SHARED_APPS = [
    "django_tenants",
    "tenants",
    "accounts",
    "umbrella",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

# Tables in each association's own schema.
TENANT_APPS = [
    "volunteers.register",
    "scheduling.hours",
    "scheduling.activities",
    "scheduling.premises",
    "scheduling.shifts",
    "scheduling.feeds",
    "volunteers.training",
    "volunteers.supervision",
    "volunteers.pairs",
    "volunteers.surveys",
    "volunteers.recruiting",
    "notifications",
    "reports",
]

INSTALLED_APPS = [
    *SHARED_APPS,
    *TENANT_APPS,
    "web",
    "api",
    "desk",
    "local",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_vite",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "rules",
]
