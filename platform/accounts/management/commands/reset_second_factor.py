"""The operator's way for a lost phone."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.factors import resets
from accounts.models import User
from accounts.tasks import tell_factor_reset
from web.errors import DomainError


class Command(BaseCommand):
    """Takes somebody's passkeys, app and recovery codes away, ends their sign-ins, writes to them."""

    help = (
        "Remove the second factors of a login whose phone is lost. First make sure that they really "
        "ask: call back on a number that you know from elsewhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and why."""
        parser.add_argument("email", help="address with which the person signs in")
        parser.add_argument("--reason", required=True, help="who asked, and how you made sure; kept")
        parser.add_argument("--by", default="", help="who you are; by default your name on this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        """Only the owner's process: no process that serves pages can do this."""
        if settings.PROCESS != "owner":
            raise CommandError("Run this with RINNALLA_PROCESS=owner and the owner's DATABASE_URL.")
        if not options["reason"].strip():
            raise CommandError("Say why: --reason 'called back on the office number'.")
        try:
            reset = resets.by_operator(
                email=options["email"],
                by_name=options["by"] or getpass.getuser(),
                reason=options["reason"].strip(),
            )
        except User.DoesNotExist:
            raise CommandError("Nobody signs in with this address.") from None
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("Removed. All sign-ins have ended.")
        try:
            tell_factor_reset.run(reset=reset.pk)
        except OSError as error:
            self.stderr.write(f"The mail could not be sent ({error}): tell the person yourself.")
        else:
            self.stdout.write("The person has been told by mail.")
