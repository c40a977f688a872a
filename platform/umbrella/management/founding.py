"""What the commands that found a federation and an association share: address, names, first person."""

from smtplib import SMTPException
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.models import User
from tenants import addresses
from tenants.lifecycle import SlugTaken
from tenants.models import SLUG, Association, Umbrella
from umbrella import founding


class FoundingCommand(BaseCommand):
    """Checks what was written, founds, prints where to sign in, and writes to the first person."""

    place: ClassVar[str]
    """What is founded, in a sentence."""
    first: ClassVar[str]
    """What its first person is; their options begin with it."""

    def add_arguments(self, parser: CommandParser) -> None:
        """What every place needs to begin with."""
        parser.add_argument("--slug", required=True, help="its address: <slug>.<base host>, given once")
        parser.add_argument("--name-fi", required=True)
        parser.add_argument("--name-sv", default="")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--language", default="fi", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument(f"--{self.first}-email", required=True)
        parser.add_argument(
            f"--{self.first}-name", default="", help="shown on pages; the address if it is left out"
        )

    def found(self, *, options: dict[str, Any], email: str, name: str) -> tuple[Umbrella | Association, User]:
        """Make it and its first person. Raises SlugTaken or CommandError."""
        raise NotImplementedError

    def names(self, options: dict[str, Any]) -> dict[str, str]:
        """What the place is called, and how it is told of."""
        return {name: options[name] for name in ("slug", "language", "name_fi", "name_sv", "name_en")}

    def handle(self, *args: Any, **options: Any) -> None:
        """Found it, write to the person, and print where to sign in."""
        email, name = options[f"{self.first}_email"], options[f"{self.first}_name"]
        try:
            validate_email(email)
            SLUG(options["slug"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        try:
            place, user = self.found(options=options, email=email, name=name)
        except SlugTaken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{place.name_fi}: {addresses.absolute_url(place)}")
        self.stdout.write(f"{user.email} signs in at {addresses.absolute_url('identity')}")
        try:
            founding.tell(place=place, user=user)
        except (OSError, SMTPException) as error:
            raise CommandError(
                f"The {self.place} is there, but the letter could not be sent ({type(error).__name__}): "
                f"look at EMAIL_URL, and tell the {self.first} yourself."
            ) from error
