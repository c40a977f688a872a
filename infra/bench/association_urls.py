"""An association's routes and one more: the empty page of somebody who coordinates (compare `urls`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from accounts.rights import requires
from config.urls.association import urlpatterns as association
from infra.bench.urls import EMPTY

_FRAME = engines["django"].from_string('{% extends "web/coordinator.html" %}')


@requires("people.manage")
def empty_page(request: HttpRequest) -> HttpResponse:
    """The coordinator's frame with nothing in it."""
    return HttpResponse(_FRAME.render({}, request))


urlpatterns = [*association, path(EMPTY.removeprefix("/"), empty_page, name="bench-empty")]
