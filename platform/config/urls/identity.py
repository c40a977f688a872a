"""The sign-in host."""

from accounts import urls as account_urls
from config.urls.shared import everywhere

urlpatterns = [*account_urls.identity, *everywhere]

handler500 = "web.outages.server_error"
