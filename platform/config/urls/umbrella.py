"""An umbrella's host: published figures, in the identity phase only."""

from accounts import urls as account_urls
from config.urls.shared import everywhere
from umbrella import urls as umbrella_urls

urlpatterns = [*umbrella_urls.umbrella, *account_urls.host, *everywhere]

handler500 = "web.outages.server_error"
