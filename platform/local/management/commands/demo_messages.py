"""Plan many messages at once in associations of the demo, for the trial that kills those who deliver them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from local.trial.letters import KEY
from notifications import services as messages
from scheduling.shifts import states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import telling
from tenants import clock
from tenants.context import entered
from tenants.models import Association


class Command(BaseCommand):
    """All are due at once, and are about places that people hold."""

    requires_system_checks = []
    help = "Plan so many messages in associations of the demo, about shifts that lie ahead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where and how many."""
        parser.add_argument("associations", nargs="+", metavar="SLUG")
        parser.add_argument("--count", type=int, required=True, help="how many in all of them together")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan them, association by association, each in one transaction."""
        if not settings.DEMO:
            raise CommandError("This belongs to the demo.")
        slugs = options["associations"]
        for number, slug in enumerate(slugs):
            count = options["count"] // len(slugs) + (number < options["count"] % len(slugs))
            with entered(Association.objects.get(slug=slug)):
                _plan(count)
            self.stdout.write(f"{slug}: {count} messages planned")


@transaction.atomic
def _plan(count: int) -> None:
    at = clock.now()
    held = list(
        SignUp.objects.filter(
            state=SignUp.State.SIGNED_UP, shift__state=Shift.State.PUBLISHED, shift__starts_at__gt=at
        )
        .exclude(person__email="")
        .select_related("person")
        .order_by("-shift__starts_at", "pk")[:count]
    )
    if not held:
        raise CommandError("Nobody holds a place on a shift that lies ahead.")
    for number in range(count):
        sign_up = held[number % len(held)]
        messages.plan(
            kind=telling.SIGNED_UP,
            key=f"{KEY}{number}",
            person_uuid=sign_up.person.uuid,
            due_at=at,
            subject_kind=states.SIGN_UP,
            subject_uuid=sign_up.uuid,
        )
