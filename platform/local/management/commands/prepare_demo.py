"""What the demo's database needs before its pages can be opened, in one process and as the owner."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from local import signins
from local.enacting import factors


class Command(BaseCommand):
    """Migrates what is behind, makes the demo federation if it is missing, and notes who can sign in."""

    requires_system_checks = []  # they would need the app login; the web process runs them
    help = "Migrate, make the demo federation if it is missing, and list who can sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--only` for a federation of few associations."""
        parser.add_argument(
            "--only", nargs="*", default=[], metavar="SLUG", help="make these associations only"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step says what it does and may be repeated; a finished one costs next to nothing."""
        self._step("Tables", partial(call_command, "migrate_associations", stdout=self.stdout))
        known = get_commands()
        if "demo_federation" in known:
            self._step("Demo federation", partial(self._federation, options["only"]))
            self._step("Second factors", factors.give_all)
        if "demo_signins" in known:
            said = StringIO()
            call_command("demo_signins", "--json", stdout=said)
            signins.keep(signins.parse(said.getvalue()), var_dir=settings.VAR_DIR)

    def _step(self, what: str, work: Callable[[], Any]) -> None:
        self.stdout.write(f"{what} …")
        started = time.monotonic()
        work()
        self.stdout.write(f"{what}: done in {time.monotonic() - started:.1f} s")

    def _federation(self, only: list[str]) -> None:
        call_command("demo_federation", only=only, stdout=self.stdout)
