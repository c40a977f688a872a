"""`manage.py backup_all --to /backups --keep-days 14`: the nightly round."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Backs all associations up and removes old archives; ends with an error if one failed."""

    help = (
        "Back all associations up, one after another, and remove old archives (owner's process, BACKUP_KEY)."
    )
    requires_system_checks = []  # they need the app's login

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the archives go and how long they stay."""
        parser.add_argument(
            "--to", type=Path, default=Path(settings.VAR_DIR) / "backups", help="folder for the archives"
        )
        parser.add_argument(
            "--keep-days", type=int, default=settings.BACKUP_KEEP_DAYS, help="how many days archives stay"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each association."""
        from tenants.backup.errors import BackupError
        from tenants.backup.keeping import back_up_all
        from tenants.provisioning import NotTheOwner

        if options["keep_days"] < 1:
            raise CommandError("--keep-days is at least 1.")
        try:
            done = back_up_all(folder=options["to"], keep_days=options["keep_days"], say=self.stdout.write)
        except (BackupError, NotTheOwner) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{len(done.made)} backed up, {len(done.failed)} failed, {len(done.removed)} old ones removed."
        )
        if done.failed:
            raise CommandError(f"Without a backup of tonight: {', '.join(done.failed)}.")
