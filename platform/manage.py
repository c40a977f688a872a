#!/usr/bin/env python
"""Django's command line for Rinnalla."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Run one management command, from whichever folder it is called."""
    for folder in (ROOT / "platform", ROOT):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # needs the path above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
