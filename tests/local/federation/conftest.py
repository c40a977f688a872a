"""The story and its figures, made once."""

import pytest

from local.federation.story import Story, build
from tests.local.federation.figures import Cell, cells


@pytest.fixture(scope="session")
def story() -> Story:
    """The demo as everybody sees it."""
    return build()


@pytest.fixture(scope="session")
def figures(story: Story) -> dict[tuple[str, str, int, int], Cell]:
    """Its hours, added up again."""
    return cells(story)
