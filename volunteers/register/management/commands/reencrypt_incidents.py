"""After a change of keys: the texts of incidents under the new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.sealing import Unreadable
from tenants.context import entered
from tenants.models import Association
from volunteers.register.incidents import SEAL
from volunteers.register.models import Incident

TEXTS = ("sealed_text", "sealed_handling")


class Command(BaseCommand):
    """Seals the texts of all incidents with the first key, so that former keys can be dropped."""

    help = "Encrypt the incidents of all associations with the first of MFA_KEYS (or SECRET_KEY)."

    def handle(self, *args: Any, **options: Any) -> None:
        """One association after another; may be repeated, and stopped at any time."""
        done = unreadable = 0
        states = [Association.State.ACTIVE, Association.State.SUSPENDED]
        for association in Association.objects.filter(state__in=states).order_by("slug"):
            with entered(association):
                for incident in Incident.objects.order_by("pk").iterator():
                    if self._renew(incident):
                        done += 1
                    else:
                        unreadable += 1
        self.stdout.write(f"{done} encrypted anew.")
        if unreadable:
            raise CommandError(f"{unreadable} cannot be read with any key: is a former one missing?")

    def _renew(self, incident: Incident) -> bool:
        try:
            new = {name: SEAL.renew(token) for name in TEXTS if (token := getattr(incident, name))}
        except Unreadable:
            return False
        # Nothing is written over what somebody writes meanwhile.
        Incident.objects.filter(pk=incident.pk, **{name: getattr(incident, name) for name in TEXTS}).update(
            **new
        )
        return True
