"""How the messages of an association stand, for whoever runs the platform."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications import selectors
from tenants.context import entered
from tenants.models import Association


class Command(BaseCommand):
    """Counts, and nothing that is said to anybody."""

    help = "Count the messages of an association by kind: what is due, late, to be tried again, failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which association."""
        parser.add_argument("association", metavar="SLUG", help="the address of the association")

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each kind that has something to tell."""
        association = Association.objects.filter(slug=options["association"]).first()
        if association is None or not association.is_open:
            raise CommandError("There is no such association.")
        with entered(association):
            figures = selectors.figures_by_kind()
        for name, figure in sorted(figures.items()):
            self.stdout.write(
                f"{name}: {figure.due} due, {figure.late} late, {figure.retrying} to be tried again, "
                f"{figure.failed} failed in 30 days"
            )
        if not figures:
            self.stdout.write("Nothing is due, and nothing has failed in 30 days.")
