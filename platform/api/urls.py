"""Routes of the API's own, below `/api/v1/` of every host that has one."""

from django.urls import URLPattern, path

from api.views import SchemaView

api: list[URLPattern] = [path("schema/", SchemaView.as_view(), name="api-schema")]
