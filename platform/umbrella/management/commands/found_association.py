"""Found an association: `found_association --umbrella liitto --slug napajoki --name-fi "Napajoki ry" …`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from tenants.models import Association, Umbrella
from umbrella import founding
from umbrella.management.founding import FoundingCommand


class Command(FoundingCommand):
    """Runs with the app's login; the owner's process sets the association up within moments."""

    help = "Make an association of a federation and write to its first coordinator."
    place = "association"
    first = "coordinator"

    def add_arguments(self, parser: CommandParser) -> None:
        """Besides what every place needs, the federation to which it belongs."""
        parser.add_argument("--umbrella", required=True, help="the federation's slug")
        super().add_arguments(parser)

    def found(self, *, options: dict[str, Any], email: str, name: str) -> tuple[Association, User]:
        """The association and its first coordinator."""
        umbrella = Umbrella.objects.filter(slug=options["umbrella"]).first()
        if umbrella is None:
            raise CommandError(f"There is no federation {options['umbrella']!r}: found it first.")
        return founding.found_association(
            umbrella=umbrella, coordinator_email=email, coordinator_name=name, **self.names(options)
        )
