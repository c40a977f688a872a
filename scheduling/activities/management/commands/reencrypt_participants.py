"""After a change of keys: the names in closed groups under the new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.sealing import Unreadable
from scheduling.activities.models import Participant
from scheduling.activities.participants import SEAL
from tenants.context import entered
from tenants.models import Association

TEXTS = ("sealed_name", "sealed_contact")


class Command(BaseCommand):
    """Seals the names of all participants with the first key, so that former keys can be dropped."""

    help = (
        "Encrypt the names in closed groups of all associations with the first of MFA_KEYS (or SECRET_KEY)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """One association after another; may be repeated, and stopped at any time."""
        done = unreadable = 0
        states = [Association.State.ACTIVE, Association.State.SUSPENDED]
        for association in Association.objects.filter(state__in=states).order_by("slug"):
            with entered(association):
                for participant in Participant.objects.order_by("pk"):
                    if self._renew(participant):
                        done += 1
                    else:
                        unreadable += 1
        self.stdout.write(f"{done} encrypted anew.")
        if unreadable:
            raise CommandError(f"{unreadable} cannot be read with any key: is a former one missing?")

    def _renew(self, participant: Participant) -> bool:
        try:
            new = {name: SEAL.renew(token) for name in TEXTS if (token := getattr(participant, name))}
        except Unreadable:
            return False
        Participant.objects.filter(pk=participant.pk).update(**new)
        return True
