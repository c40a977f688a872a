"""Make the demo federation, as far as this process's login may."""

from argparse import ArgumentParser
from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from local.enacting import figures, ground, marker, stage


class Command(BaseCommand):
    """Run it as the owner, then as the figures process; what is there already stays."""

    requires_system_checks = []  # they would need the app login; the web process runs them
    help = (
        "Make the demo federation: as owner its tables, as app its people and hours, as figures its release."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--only` for a federation of few associations, whose figures nobody has released."""
        parser.add_argument(
            "--only", nargs="*", default=[], metavar="SLUG", help="make these associations only"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the part of the process that we are."""
        say = self._say
        parts: dict[str, Callable[[], None]] = {
            "owner": lambda: self._lay(say, options["only"]),
            "figures": lambda: self._play(say, options["only"]),
        }
        if settings.PROCESS not in parts:
            raise CommandError("Run this as the owner (tables), then as the figures process (the rest).")
        parts[settings.PROCESS]()

    def _lay(self, say: Callable[[str], None], only: Collection[str]) -> None:
        ground.lay(say, only=only)
        whole = stage.is_over() and figures.is_published()
        marker.note(whole=whole, var_dir=settings.VAR_DIR)

    def _play(self, say: Callable[[str], None], only: Collection[str]) -> None:
        if not stage.is_over():
            stage.play(say, only=only)
        if not only:
            figures.publish(say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
