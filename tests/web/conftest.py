"""The UI kit by itself: its routes, no host, no table."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory, override_settings
from django.utils import translation


@pytest.fixture
def kit_urls() -> Iterator[None]:
    """The kit's own routes at the root."""
    with override_settings(ROOT_URLCONF="tests.web.urls"):
        yield


@pytest.fixture
def request_for(rf: RequestFactory) -> HttpRequest:
    """A GET of some page."""
    return rf.get("/shifts/?week=6")


@pytest.fixture
def finnish() -> Iterator[None]:
    """Finnish is what most readers read."""
    with translation.override("fi"):
        yield


def draw(source: str, **context: object) -> str:
    """Render a piece of template with the kit's tags."""
    return Template("{% load ui words %}" + source).render(Context(context))
