"""After a change of keys: everything under the new one."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.factors import vault

SECRETS = ("secret", "seed")


class Command(BaseCommand):
    """Encrypts the secrets of second factors with the first key, so that former keys can be dropped."""

    help = "Encrypt the secrets of all second factors with the first of MFA_KEYS (or SECRET_KEY)."

    def handle(self, *args: Any, **options: Any) -> None:
        """One row after another; may be repeated, and stopped at any time."""
        done = unreadable = 0
        with_secrets = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
        for pk in with_secrets.values_list("pk", flat=True):
            with transaction.atomic():
                row = Authenticator.objects.select_for_update().filter(pk=pk).first()
                if row is None:
                    continue
                try:
                    row.data |= {name: vault.renew(row.data[name]) for name in SECRETS if name in row.data}
                except vault.Unreadable:
                    unreadable += 1
                    continue
                row.save(update_fields=["data"])
                done += 1
        self.stdout.write(f"{done} encrypted anew.")
        if unreadable:
            raise CommandError(f"{unreadable} cannot be read with any key: is a former one missing?")
