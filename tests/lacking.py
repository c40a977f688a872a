"""What a machine lacks: on a developer's a test is skipped with a sentence, in CI it fails with the same one.

CI installs everything that the tests ask for (`.ci/run`, requirements/dev.txt), so what is missing there is a
mistake, and a run that skipped it would say that all is well.
"""

import os
from typing import NoReturn

import pytest

MARK = "needs"


def needs(there: object, sentence: str) -> pytest.MarkDecorator:
    """Mark tests that can run only where `there` is true; `sentence` says what is missing."""
    return pytest.mark.needs(bool(there), sentence)


def lacking(sentence: str) -> NoReturn:
    """End this test: something that it needs is not here."""
    if os.environ.get("CI"):
        pytest.fail(f"{sentence} In CI it must be there.", pytrace=False)
    pytest.skip(sentence)


def require_what_is_marked(item: pytest.Item) -> None:
    """Before a test's fixtures are made: everything that `needs` marked must be here."""
    for mark in item.iter_markers(MARK):
        there, sentence = mark.args
        if not there:
            lacking(sentence)
