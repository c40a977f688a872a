"""Make the two hundred who race for ten places, as far as this process's login may."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from local.enacting import crowd


class Command(BaseCommand):
    """Run it as the owner, then as the app with a file: their sessions go there."""

    requires_system_checks = []  # they would need the app login; the web process runs them
    help = "Make an association with two hundred signed-in volunteers, and the shifts that they want."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write."""
        parser.add_argument("file", type=Path, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the part of the process that we are."""
        if settings.PROCESS == "owner":
            crowd.lay()
        else:
            options["file"].touch(mode=0o600)
            options["file"].write_text(json.dumps(asdict(crowd.ready())), encoding="utf-8")
