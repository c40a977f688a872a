"""`manage.py backup_association napajoki --to /backups`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Makes one encrypted archive of one association."""

    help = "Back one association up into an encrypted file (owner's process, BACKUP_KEY)."
    requires_system_checks = []  # they need the app's login

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Its address, and where the archive goes."""
        parser.add_argument("slug", help="the association's address, such as napajoki")
        parser.add_argument(
            "--to", type=Path, default=Path(settings.VAR_DIR) / "backups", help="folder for the archive"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the archive's path, alone on its line."""
        from tenants.backup.errors import BackupError
        from tenants.backup.making import back_up
        from tenants.models import Association
        from tenants.provisioning import NotTheOwner

        association = Association.objects.filter(slug=options["slug"]).first()
        if association is None:
            raise CommandError(f"There is no association “{options['slug']}”.")
        try:
            self.stdout.write(str(back_up(association, folder=options["to"])))
        except (BackupError, NotTheOwner) as error:
            raise CommandError(str(error)) from error
