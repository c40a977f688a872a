"""What the demo's database needs before its pages can be opened, in one process and as the owner."""

import time
from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from local import signins
from local.enacting import factors
from tenants import provisioning
from tenants.models import Association


class Command(BaseCommand):
    """Migrates what is behind, makes the demo federation if it is missing, and notes who can sign in."""

    requires_system_checks = []  # they would need the app login; the web process runs them
    help = "Migrate, make the demo federation if it is missing, and list who can sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step says what it does and may be repeated; a finished one costs next to nothing."""
        self._step("Tables of the shared side", self._migrate_shared)
        for association in self._behind():
            self._step(f"Tables of {association.slug}", partial(self._migrate, association))
        known = get_commands()
        if "demo_federation" in known:
            self._step("Demo federation", partial(call_command, "demo_federation", stdout=self.stdout))
            self._step("Second factors", factors.give_all)
        if "demo_signins" in known:
            said = StringIO()
            call_command("demo_signins", "--json", stdout=said)
            signins.keep(signins.parse(said.getvalue()), var_dir=settings.VAR_DIR)

    def _step(self, what: str, work: Callable[[], Any]) -> None:
        self.stdout.write(f"{what} …")
        started = time.monotonic()
        work()
        self.stdout.write(f"{what}: done in {time.monotonic() - started:.1f} s")

    @staticmethod
    def _migrate_shared() -> None:
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)

    @staticmethod
    def _migrate(association: Association) -> None:
        call_command("migrate_schemas", schema_name=association.schema_name, interactive=False, verbosity=0)
        provisioning.regrant(association)

    @staticmethod
    def _behind() -> list[Association]:
        """Associations that lack a migration of this checkout, as after an update of the demo's code."""
        apps = {name.rsplit(".", 1)[-1] for name in settings.TENANT_APPS}
        wanted = {key for key in MigrationLoader(None).disk_migrations if key[0] in apps}
        late = []
        with connection.cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace")
            schemas = {name for (name,) in cursor.fetchall()}
            for association in Association.objects.all():
                if association.schema_name not in schemas:
                    continue
                table = sql.Identifier(association.schema_name, "django_migrations")
                cursor.execute(sql.SQL("SELECT app, name FROM {}").format(table))
                if wanted - set(cursor.fetchall()):
                    late.append(association)
        return late
