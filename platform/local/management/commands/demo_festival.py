"""Make the association that takes in a real shift export, as far as this process's login may."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from local.enacting import festival


class Command(BaseCommand):
    """Run it as the owner, then as the figures process; what is there already stays."""

    requires_system_checks = []  # they would need the app login; the web process runs them
    help = "Make the festival's association for a real shift export."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the part of the process that we are."""
        if settings.PROCESS == "owner":
            festival.lay()
        else:
            festival.people()
