"""`manage.py restore_association FILE`, or beside the living one `… --as napajoki-2 --name 'Copy'`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Brings one association back from its archive."""

    help = "Restore one association from its archive (owner's process, BACKUP_KEY)."
    requires_system_checks = []  # they need the app's login

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive; for a copy its address, its name, and who may enter it."""
        parser.add_argument("archive", type=Path)
        parser.add_argument("--as", dest="slug", default="", help="restore under this new address")
        parser.add_argument("--name", default="", help="the copy's name")
        parser.add_argument(
            "--coordinator",
            action="append",
            default=[],
            metavar="E-MAIL",
            help="login that may enter the copy as coordinator; give it again for more",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what came back."""
        from tenants.backup.errors import BackupError
        from tenants.backup.restoring import Copy, restore
        from tenants.provisioning import NotTheOwner
        from web.errors import DomainError

        slug, name = options["slug"], options["name"].strip()
        if bool(slug) != bool(name):
            raise CommandError("A copy needs both: --as NEW-ADDRESS and --name 'NEW NAME'.")
        if options["coordinator"] and not slug:
            raise CommandError("--coordinator is for a copy: under its own name access is as it was.")
        copy = Copy(slug=slug, name=name, coordinators=options["coordinator"]) if slug else None
        try:
            done = restore(options["archive"], copy=copy)
        except (BackupError, NotTheOwner, DomainError) as error:
            raise CommandError(str(error)) from error
        said = [
            f"{done.association.slug} is back as of {done.taken_at:%Y-%m-%d %H:%M} UTC: {done.rows} rows."
        ]
        if done.migrated:
            said.append("Its tables were brought up to date.")
        if done.erased:
            said.append(f"{done.erased} people who were erased were erased again.")
        if copy:
            said.append(
                "It is read-only, sends nothing and is in no figures. When it is to live, resume it "
                "and release it to the figures (release_to_figures)."
            )
        for line in said + done.notes:
            self.stdout.write(line)
