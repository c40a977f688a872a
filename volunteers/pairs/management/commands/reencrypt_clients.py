"""After a change of keys: what is known of clients, and what pairs agreed in own words, under the new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.sealing import Unreadable
from tenants.context import entered
from tenants.models import Association
from volunteers.pairs.clients import SEAL
from volunteers.pairs.models import Agreement, Client

WORDS = ("sealed_content", "sealed_goals")


class Command(BaseCommand):
    """Seals the texts of all clients with the first key, so that former keys can be dropped."""

    help = "Encrypt what is known of clients of all associations with the first of MFA_KEYS (or SECRET_KEY)."

    def handle(self, *args: Any, **options: Any) -> None:
        """One association after another; may be repeated, and stopped at any time."""
        done = unreadable = 0
        states = [Association.State.ACTIVE, Association.State.SUSPENDED]
        for association in Association.objects.filter(state__in=states).order_by("slug"):
            with entered(association):
                for client in Client.objects.order_by("pk").iterator():
                    renewed = self._renew(client)
                    done, unreadable = done + renewed, unreadable + (not renewed)
        self.stdout.write(f"{done} encrypted anew.")
        if unreadable:
            raise CommandError(f"{unreadable} cannot be read with any key: is a former one missing?")

    def _renew(self, client: Client) -> bool:
        try:
            known = self._sealed(client, tuple(Client.SEALED))
            agreed = [
                (each, self._sealed(each, WORDS))
                for each in Agreement.objects.filter(pair__client=client).order_by("pk")
            ]
        except Unreadable:
            return False
        self._replace(client, known)
        for agreement, words in agreed:
            self._replace(agreement, words)
        return True

    def _replace(self, row: Client | Agreement, new: dict[str, str]) -> None:
        """Nothing is written over what somebody writes meanwhile."""
        before = {name: getattr(row, name) for name in new}
        if new:
            type(row)._default_manager.filter(pk=row.pk, **before).update(**new)

    def _sealed(self, row: Client | Agreement, names: tuple[str, ...]) -> dict[str, str]:
        return {name: SEAL.renew(token) for name in names if (token := getattr(row, name))}
