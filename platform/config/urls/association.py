"""An association's host: its public page, the volunteer's pages, the coordinator's, and its API."""

from accounts import urls as account_urls
from config.urls.shared import everywhere
from desk import urls as desk_urls

urlpatterns = [*desk_urls.association, *account_urls.host, *everywhere]
