"""The request as the first middleware leaves it: it knows whose host it came to."""

from django.http import HttpRequest

from tenants.addresses import Place
from tenants.models import Association, Umbrella


class HostRequest(HttpRequest):
    """`association` at an association's host, `umbrella` at an umbrella's, neither at our own two."""

    place: Place
    association: Association | None
    umbrella: Umbrella | None
    urlconf: str
    request_id: str
