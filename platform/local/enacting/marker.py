"""A file that says whether the demo federation is whole, so that a second start need not ask each login."""

from __future__ import annotations

from pathlib import Path


def path_in(var_dir: Path) -> Path:
    """Where it lies."""
    return var_dir / "demo" / "federation-is-whole"


def note(*, whole: bool, var_dir: Path) -> None:
    """Write down what the database says."""
    path = path_in(var_dir)
    if whole:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    else:
        path.unlink(missing_ok=True)
