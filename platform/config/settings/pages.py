"""Templates, static files and the order of the middleware."""

from config.settings.environment import DEMO, ROOT

__all__ = [
    "CSRF_FAILURE_VIEW",
    "DEMO_BAR_TEMPLATE",
    "DJANGO_VITE",
    "FORM_RENDERER",
    "MESSAGE_STORAGE",
    "MIDDLEWARE",
    "REST_FRAMEWORK",
    "SPECTACULAR_SETTINGS",
    "STATICFILES_DIRS",
    "STATIC_URL",
    "STORAGES",
    "TEMPLATES",
    "WHITENOISE_ALLOW_ALL_ORIGINS",
    "WHITENOISE_IMMUTABLE_FILE_TEST",
    "WHITENOISE_USE_FINDERS",
]

MIDDLEWARE = [
    # For every answer, whatever made it: also for files, errors, and hosts that nobody has.
    "web.headers.HeadersMiddleware",
    "config.probes.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    # What stands up to here asks no table: the page about a database that is away has its style.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.middleware.HostMiddleware",
    "web.bodies.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # What it counts it counts before the form's token is looked for, which reads the form.
    "web.limits.LimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SignInMiddleware",
    "web.middleware.LanguageMiddleware",
    "web.bodies.BodyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.pause.PauseMiddleware",
    "accounts.agreed.AgreedMiddleware",
    "accounts.middleware.PhaseMiddleware",
    "web.heads.HeadMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "web.context.ui",
                "accounts.context.place",
                "desk.context.frame",
                *(["local.context.demo"] if DEMO else []),
            ],
            "builtins": ["web.templatetags.ui", "web.templatetags.words"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
DEMO_BAR_TEMPLATE = "local/clock_bar.html" if DEMO else ""
MESSAGE_STORAGE = "web.toasts.HostCookie"
CSRF_FAILURE_VIEW = "web.failures.csrf_failure"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "platform" / "web" / "static" / "build"]
# Files are served from where they are built: nothing is collected, so nothing can be forgotten.
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a use for them
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.\w+$"  # names that hold a hash of their content
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": ROOT / "platform" / "web" / "static" / "build" / "manifest.json",
        "static_url_prefix": "",
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.ByToken", "api.authentication.SignedIn"],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.HasRule"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.Json"],
    "DEFAULT_PAGINATION_CLASS": "api.paging.ByCursor",
    "DEFAULT_SCHEMA_CLASS": "api.schema.Described",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "api.errors.answer",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rinnalla",
    "DESCRIPTION": (
        "What an association's people see, or a federation's published figures. A program sends a token that "
        "somebody made for it, in the header `Authorization: Bearer …`: it acts in that person's name, and "
        "does no more than the token's scopes say. Pages of ours ask with their session; what changes "
        "something then carries the form's token too, in the header `X-CSRFToken`. "
        "Lists come in pages: follow `next` until it is null. Instants carry their offset, durations are "
        "whole minutes."
    ),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ShiftState": "scheduling.shifts.models.Shift.State",
        "SignUpState": "scheduling.shifts.models.SignUp.State",
        "SwapState": "scheduling.shifts.api.swaps.STANDINGS",
        "YesOrNo": "scheduling.shifts.api.fields.YES_OR_NO",
        "HoursState": "scheduling.hours.models.HoursEntry.State",
        "HoursSource": "scheduling.hours.models.HoursEntry.Source",
        "HoursKind": "scheduling.hours.models.Kind",
        "ActivityKind": "scheduling.activities.models.Activity.Kind",
        "ActivityState": "scheduling.activities.models.Activity.State",
        "BookingState": "scheduling.premises.models.Booking.State",
        "HeadsState": "scheduling.hours.models.HoursTally.State",
        "CountMeasure": "scheduling.activities.models.Measure",
        "CountMethod": "scheduling.hours.models.Method",
        "CountState": "scheduling.activities.models.Count.State",
        "FigureState": "umbrella.api.STATES",
        "YearState": "umbrella.years.models.ReportingYear.State",
        "YearFigureState": "umbrella.years.api.STATES",
        "MessageState": "notifications.models.Message.State",
        "MessageUrgency": "notifications.models.Urgency",
        "MessageWay": "notifications.models.Message.Channel",
    },
}
