"""Bring a database to this code: the one-shot container `migrate`, before the new code serves anybody."""

import logging
import time
from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from tenants import provisioning
from tenants.backend import walls

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs with the owner's login. A step that is done costs next to nothing, so it may be called again."""

    requires_system_checks = []  # they come as a step, when the tables are there
    help = "Migrate the shared side and all associations, make the template, and check."

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step leaves one line in the log. Raises CommandError at the first that fails."""
        self._step("shared", partial(_quietly, "migrate_schemas", shared=True, interactive=False))
        self._step("template", provisioning.template)
        if "migrate_associations" in get_commands():
            self._step("associations", partial(_quietly, "migrate_associations"))
        else:
            self._step("associations", partial(_quietly, "migrate_schemas", tenant=True, interactive=False))
        self._step("walls", _walls)
        self._step("checks", partial(_quietly, "check", databases=["default"], fail_level="ERROR"))

    @staticmethod
    def _step(name: str, work: Callable[[], Any]) -> None:
        started = time.monotonic()
        try:
            work()
        except Exception as error:
            log.exception("upgrade_failed", extra={"step": name})
            raise CommandError(f"The step {name!r} failed; nothing after it was begun.") from error
        log.info("upgrade_step", extra={"step": name, "ms": round((time.monotonic() - started) * 1000)})


def _quietly(name: str, **options: Any) -> None:
    call_command(name, verbosity=0, stdout=StringIO(), **options)


def _walls() -> None:
    """What the superuser takes away from everybody must be gone before the app logs in."""
    from django.db import connection

    connection.ensure_connection()
    found = [sentence for sentence in walls.breaches(connection.connection) if "login" not in sentence]
    if found:
        raise CommandError(" ".join((*found, "Run infra.boot on this database with its superuser's login.")))
