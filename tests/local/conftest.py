"""Folders for servers, and a helper for the processes of a test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own belongs to one user alone."""
    made = Path(tempfile.mkdtemp(prefix="local-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)
