"""Makes one data set with its own login: ``python -m infra.bench.prepare PROFILE NAME LEDGER``."""

from __future__ import annotations

import sys
from pathlib import Path

import django

from infra.bench.catalogue import load
from infra.bench.scene import Ledger, make


def main() -> None:
    """Make it and note it."""
    profile, name, ledger = sys.argv[1:]
    django.setup()
    load()
    make(name, profile=profile, ledger=Ledger(Path(ledger)))


if __name__ == "__main__":
    main()
