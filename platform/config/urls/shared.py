"""What every host has: theme, language, pages of failures, the demo's clock, the style guide where shown."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.rights import identity_page
from web import failures, outages, urls as web_urls

everywhere: list[URLPattern | URLResolver] = [*web_urls.everywhere]
for pattern in web_urls.everywhere:
    identity_page(pattern.callback)

if settings.DEMO:
    everywhere += [path("demo/", include("local.urls.everywhere"))]

handler400 = failures.bad_request
handler403 = failures.permission_denied
handler404 = failures.page_not_found
handler429 = failures.too_many_requests
handler500 = outages.server_error
