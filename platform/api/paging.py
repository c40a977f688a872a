"""Paging by cursor: constant cost at any depth, and stable while rows come and go."""

from rest_framework.pagination import CursorPagination


class ByCursor(CursorPagination):
    """Views name their `ordering`; callers may ask for up to 200 rows a page."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering: str | tuple[str, ...] = "pk"
