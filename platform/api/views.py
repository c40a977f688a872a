"""The API's description of itself, for programs and for the people who write them."""

from functools import cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.scopes import ANY


@cache
def description(urlconf: str, language: str) -> dict[str, Any]:
    """The OpenAPI document of a kind of host; it changes with the code only."""
    generator: Any = SchemaGenerator
    found: dict[str, Any] = generator(urlconf=urlconf).get_schema(request=None, public=True)
    return found


@extend_schema(exclude=True)
class SchemaView(APIView):
    """OpenAPI 3, for whoever has a role here."""

    rule = "me"
    scope = ANY

    def get(self, request: Request) -> Response:
        """The document of this host's API."""
        urlconf = str(request._request.urlconf)  # set by HostMiddleware
        return Response(
            description(urlconf, get_language() or ""),
            headers={"Content-Disposition": 'inline; filename="openapi.json"'},
        )
