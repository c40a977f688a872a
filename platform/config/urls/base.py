"""The base host: what this is, and where to go."""

from config.urls.shared import everywhere
from desk import urls as desk_urls

urlpatterns = [*desk_urls.base, *everywhere]
