"""Found a federation: `found_umbrella --slug liitto --name-fi "Liitto ry" --admin-email ada@liitto.fi`."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from tenants import addresses
from tenants.lifecycle import SlugTaken
from tenants.models import SLUG
from umbrella import founding


class Command(BaseCommand):
    """Runs with the app's login, where the pages run."""

    help = "Make a federation with its address and write to the person who administers it."

    def add_arguments(self, parser: CommandParser) -> None:
        """What a federation needs to begin with."""
        parser.add_argument("--slug", required=True, help="its address: <slug>.<base host>, given once")
        parser.add_argument("--name-fi", required=True)
        parser.add_argument("--name-sv", default="")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--language", default="fi", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", default="", help="shown on pages; the address if it is left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Found it, write to the administrator, and print where to sign in."""
        try:
            validate_email(options["admin_email"])
            SLUG(options["slug"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        try:
            umbrella, user = founding.found(
                slug=options["slug"],
                language=options["language"],
                admin_email=options["admin_email"],
                admin_name=options["admin_name"],
                name_fi=options["name_fi"],
                name_sv=options["name_sv"],
                name_en=options["name_en"],
            )
        except SlugTaken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{umbrella.name_fi}: {addresses.absolute_url(umbrella)}")
        self.stdout.write(f"{user.email} signs in at {addresses.absolute_url('identity')}")
        try:
            founding.tell(place=umbrella, user=user)
        except (OSError, SMTPException) as error:
            raise CommandError(
                f"The federation is there, but the letter could not be sent ({type(error).__name__}): "
                "look at EMAIL_URL, and tell the administrator yourself."
            ) from error
