"""Paging by cursor: constant cost at any depth, and stable while rows come and go."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DataError
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

if TYPE_CHECKING:
    # The views' module reads the settings, which name the package of this one.
    from rest_framework.views import APIView


class ByCursor(CursorPagination):
    """Views name their `ordering`; callers may ask for up to 200 rows a page."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering: str | tuple[str, ...] = "pk"

    def paginate_queryset(
        self, queryset: Any, request: Request, view: "APIView | None" = None
    ) -> list[Any] | None:
        """A page. A cursor that we have not given is not found, whatever stands in it."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError, TypeError, DataError):
            raise NotFound(self.invalid_cursor_message) from None
