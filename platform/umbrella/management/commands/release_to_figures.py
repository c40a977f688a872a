"""`manage.py release_to_figures napajoki-2 --umbrella rinnakkain --district pohjoinen --from-year 2026`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Lets an association that was restored under a new name count in its federation."""

    help = "Let a restored copy count in a federation's figures from a year on (owner's process)."
    requires_system_checks = []  # they need the app's login

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, where, and from when."""
        parser.add_argument("slug", help="the copy's address")
        parser.add_argument("--umbrella", required=True, help="the federation's address")
        parser.add_argument("--district", default="", help="code of the district there")
        parser.add_argument("--from-year", type=int, required=True, help="the first year that counts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what it did."""
        from tenants import provisioning
        from tenants.models import Association, District, Umbrella
        from umbrella.copies import release_to_figures
        from web.errors import DomainError

        try:
            provisioning.require_owner()
        except provisioning.NotTheOwner as error:
            raise CommandError(str(error)) from error
        association = Association.objects.filter(slug=options["slug"]).first()
        umbrella = Umbrella.objects.filter(slug=options["umbrella"]).first()
        if association is None or umbrella is None:
            missing = options["slug"] if association is None else options["umbrella"]
            raise CommandError(f"Nobody lives at “{missing}”.")
        district = District.objects.filter(umbrella=umbrella, code=options["district"]).first()
        if options["district"] and district is None:
            raise CommandError(f"{options['umbrella']} has no district “{options['district']}”.")
        try:
            release_to_figures(
                association=association, umbrella=umbrella, district=district, from_year=options["from_year"]
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{options['slug']} counts in {options['umbrella']} from 1.1.{options['from_year']} on."
        )
