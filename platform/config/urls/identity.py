"""The sign-in host."""

from accounts import urls as account_urls
from config.urls.shared import (  # noqa: F401  # Django looks for the pages of failures here
    everywhere,
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)

urlpatterns = [*account_urls.identity, *everywhere]
