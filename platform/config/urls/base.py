"""The base host: what this is, and where to go."""

from django.conf import settings
from django.urls import include, path

from config.urls.shared import everywhere
from desk import urls as desk_urls

urlpatterns = [*desk_urls.base, *everywhere]
if settings.DEMO:
    urlpatterns += [path("demo/", include("local.urls.base"))]

handler500 = "web.outages.server_error"
