"""An umbrella's routes and one more: the empty page of somebody signed in, the unit of all pages' times.

It costs what every page costs: finding host, person and rights, and drawing the frame around nothing.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from accounts.rights import requires
from config.urls.umbrella import urlpatterns as umbrella

EMPTY = "/bench/empty/"
_FRAME = engines["django"].from_string('{% extends "web/federation.html" %}')


@requires("figures.see")
def empty_page(request: HttpRequest) -> HttpResponse:
    """The federation's frame with nothing in it."""
    return HttpResponse(_FRAME.render({}, request))


urlpatterns = [*umbrella, path(EMPTY.removeprefix("/"), empty_page, name="bench-empty")]
