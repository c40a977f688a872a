"""The base host: what this is, and where to go."""

from django.conf import settings
from django.urls import include, path

from config.urls.shared import (  # noqa: F401  # Django looks for the pages of failures here
    everywhere,
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from desk import urls as desk_urls
from notifications import urls as notification_urls

urlpatterns = [*desk_urls.base, *notification_urls.base, *everywhere]
if settings.DEMO:
    urlpatterns += [path("demo/", include("local.urls.base"))]
