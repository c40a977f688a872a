"""What these tests share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is said outside of a request is compared in the source's language."""
    with translation.override("en"):
        yield
