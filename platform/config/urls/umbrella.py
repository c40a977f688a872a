"""An umbrella's host: published figures, in the identity phase only."""

from django.urls import include, path

from accounts import urls as account_urls
from api import urls as api_urls
from config.urls.shared import (  # noqa: F401  # Django looks for the pages of failures here
    everywhere,
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from umbrella import urls as umbrella_urls

urlpatterns = [
    *umbrella_urls.umbrella,
    *account_urls.host,
    *api_urls.umbrella,
    path("api/v1/", include(api_urls.api)),
    *everywhere,
]
