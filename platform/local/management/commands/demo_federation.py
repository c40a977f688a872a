"""Make the demo federation, as far as this process's login may."""

from collections.abc import Callable
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

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the part of the process that we are."""
        say = self._say
        parts: dict[str, Callable[[], None]] = {
            "owner": lambda: self._lay(say),
            "figures": lambda: self._play(say),
        }
        if settings.PROCESS not in parts:
            raise CommandError("Run this as the owner (tables), then as the figures process (the rest).")
        parts[settings.PROCESS]()

    def _lay(self, say: Callable[[str], None]) -> None:
        ground.lay(say)
        whole = stage.is_over() and figures.is_published()
        marker.note(whole=whole, var_dir=settings.VAR_DIR)

    def _play(self, say: Callable[[str], None]) -> None:
        if not stage.is_over():
            stage.play(say)
        figures.publish(say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
