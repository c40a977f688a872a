"""Routes of the API's own, below `/api/v1/` of every host that has one; and the pages about it."""

from django.urls import URLPattern, path

from api import pages
from api.views import SchemaView

api: list[URLPattern] = [path("schema/", SchemaView.as_view(), name="api-schema")]


def _pages(prefix: str) -> list[URLPattern]:
    return [
        path(prefix, pages.access, name="api-access"),
        path(f"{prefix}new/", pages.token_new, name="api-token-new"),
        path(f"{prefix}<uuid:uuid>/end/", pages.token_end, name="api-token-end"),
    ]


association: list[URLPattern] = _pages("coordinate/programs/")
umbrella: list[URLPattern] = _pages("programs/")
