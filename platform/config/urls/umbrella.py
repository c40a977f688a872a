"""An umbrella's host: published figures, in the identity phase only."""

from django.urls import include, path

from accounts import urls as account_urls
from api import urls as api_urls
from config.urls.shared import everywhere
from umbrella import urls as umbrella_urls

urlpatterns = [
    *umbrella_urls.umbrella,
    *account_urls.host,
    path("api/v1/", include(api_urls.api)),
    *everywhere,
]
