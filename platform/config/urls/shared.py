"""Routes that every host has: theme and language, the demo's clock, the style guide where it is shown."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.rights import identity_page
from web import urls as web_urls

everywhere: list[URLPattern | URLResolver] = [*web_urls.everywhere]
for pattern in web_urls.everywhere:
    identity_page(pattern.callback)

if settings.DEMO:
    everywhere += [path("demo/", include("local.urls.everywhere"))]
