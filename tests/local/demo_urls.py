"""The base host's routes as the demo mounts them; the tests' own settings are not a demo's."""

from django.urls import include, path

from config.urls import base

urlpatterns = [
    *base.urlpatterns,
    path("demo/", include("local.urls.everywhere")),
    path("demo/", include("local.urls.base")),
]
