"""Bring the shared side and all associations to this version's migrations, as their owner."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tenants import migrating
from tenants.migrating import Behind
from tenants.models import Association


class Command(BaseCommand):
    """May be killed and run again; ends with an error where an association could not be brought along."""

    requires_system_checks = []  # they would need the app login
    help = "Migrate the shared side, then every association that is behind, one after the other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which associations, how many of them, and whether only to look."""
        parser.add_argument(
            "--association",
            action="append",
            default=[],
            metavar="SLUG",
            help="only this one; may be repeated",
        )
        parser.add_argument("--limit", type=int, default=0, metavar="N", help="at most so many associations")
        parser.add_argument("--dry-run", action="store_true", help="say who is behind, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, plan, go. Raises CommandError."""
        slugs = options["association"]
        known = (
            set(Association.objects.filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
        )
        if unknown := set(slugs) - known:
            raise CommandError(f"There is no association at {', '.join(sorted(unknown))}.")
        try:
            with migrating.alone():
                if not slugs and not options["dry_run"]:
                    # Its signals make what belongs to the shared side; the associations need none of it.
                    call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
                late = migrating.behind(slugs=slugs)[: options["limit"] or None]
                self._tell(late)
                if late and not options["dry_run"]:
                    self._migrate(late)
        except migrating.AlreadyRunning as error:
            raise CommandError(str(error)) from error

    def _tell(self, late: list[Behind]) -> None:
        self._say(f"{len(late)} associations are behind." if late else "No association is behind.")
        for sentence in migrating.halves():
            self._say(sentence)
        groups: dict[tuple[str, ...], list[str]] = {}
        for each in late:
            groups.setdefault(tuple(map(".".join, each.missing)), []).append(each.association.slug)
        for missing, slugs in groups.items():
            some = ", ".join(slugs[:5]) + (f" and {len(slugs) - 5} more" if len(slugs) > 5 else "")
            self._say(f"  {some}: {', '.join(missing)}")

    def _migrate(self, late: list[Behind]) -> None:
        began = time.monotonic()
        failed = []
        for number, outcome in enumerate(migrating.migrate(late), start=1):
            passed = time.monotonic() - began
            left = passed / number * (len(late) - number)
            word = "FAILED" if outcome.failure else "done"
            self._say(
                f"{number} of {len(late)} {outcome.association.slug}: {word} in {outcome.seconds:.2f} s, "
                f"about {left:.0f} s left"
            )
            if outcome.failure:
                failed.append(outcome.association.slug)
                self._say(f"  {outcome.failure}")
        if failed:
            raise CommandError(
                f"{len(failed)} of {len(late)} could not be migrated: {', '.join(failed)}. "
                "The others are done; mend the cause and run this again."
            )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
