"""Found an association: `found_association --umbrella liitto --slug napajoki --name-fi "Napajoki ry" …`."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from tenants import addresses
from tenants.lifecycle import SlugTaken
from tenants.models import SLUG, Umbrella
from umbrella import founding


class Command(BaseCommand):
    """Runs with the app's login; the owner's process sets the association up within moments."""

    help = "Make an association of a federation and write to its first coordinator."

    def add_arguments(self, parser: CommandParser) -> None:
        """What an association needs to begin with."""
        parser.add_argument("--umbrella", required=True, help="the federation's slug")
        parser.add_argument("--slug", required=True, help="its address: <slug>.<base host>, given once")
        parser.add_argument("--name-fi", required=True)
        parser.add_argument("--name-sv", default="")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--language", default="fi", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--coordinator-email", required=True)
        parser.add_argument("--coordinator-name", default="", help="shown on pages")

    def handle(self, *args: Any, **options: Any) -> None:
        """Found it, write to the coordinator, and print where to sign in."""
        umbrella = Umbrella.objects.filter(slug=options["umbrella"]).first()
        if umbrella is None:
            raise CommandError(f"There is no federation {options['umbrella']!r}: found it first.")
        try:
            validate_email(options["coordinator_email"])
            SLUG(options["slug"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        try:
            association, user = founding.found_association(
                slug=options["slug"],
                umbrella=umbrella,
                language=options["language"],
                coordinator_email=options["coordinator_email"],
                coordinator_name=options["coordinator_name"],
                name_fi=options["name_fi"],
                name_sv=options["name_sv"],
                name_en=options["name_en"],
            )
        except SlugTaken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{association.name_fi}: {addresses.absolute_url(association)}")
        self.stdout.write(f"{user.email} signs in at {addresses.absolute_url('identity')}")
        try:
            founding.tell(place=association, user=user)
        except (OSError, SMTPException) as error:
            raise CommandError(
                f"The association is there, but the letter could not be sent ({type(error).__name__}): "
                "look at EMAIL_URL, and tell the coordinator yourself."
            ) from error
