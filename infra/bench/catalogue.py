"""Finds the rows and the makers of data: every ``rows_*.py`` and ``data_*.py`` beside this module."""

from __future__ import annotations

import importlib
from pathlib import Path


def load() -> None:
    """Import them all, so that they register. They import models, so Django is set up before."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem.startswith(("rows_", "data_")):
            importlib.import_module(f"infra.bench.{path.stem}")
