"""What the check of an erasure needs: somebody with hours, and afterwards what is left of them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.models import Sum

from scheduling.hours import reporting
from scheduling.hours.models import HEADLINE, HoursEntry
from tenants.context import entered
from tenants.models import Association
from tenants.rows import TenantRow
from volunteers.register.models import Person
from volunteers.register.traces import Traces

YEAR = 2024


class Command(BaseCommand):
    """Reads as the owner, who sees all rows; writes a file for the check, which sees pages only."""

    requires_system_checks = []
    help = "Choose somebody of an association to erase; with --after, write what is left of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, and which of the two."""
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)
        parser.add_argument("--after", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """One JSON object."""
        file: Path = options["file"]
        with entered(Association.objects.get(slug=options["slug"])):
            if options["after"]:
                chosen = json.loads(file.read_text(encoding="utf-8"))
                found = {"rows_left": _rows_with(chosen["pattern"])}
            else:
                found = _choose()
            amount = reporting.closed_year_amount(YEAR)
            found |= {
                "hours": amount.minutes // 60,
                "people": amount.people,
                "wrong": reporting.verify().wrong,
            }
        file.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _choose() -> dict[str, Any]:
    """Who gave most hours of those who do not sign in: nobody of the cast, who have parts to play."""
    given = (
        HoursEntry.objects.filter(first_month__year=YEAR, kind__in=HEADLINE, state=HoursEntry.State.APPROVED)
        .filter(person__user_uuid__isnull=True)
        .values("person")
        .annotate(minutes=Sum("minutes"))
        .order_by("-minutes", "person")
    )
    person = Person.objects.get(pk=given[0]["person"])
    pattern = Traces.of(person).pattern
    return {"uuid": str(person.uuid), "name": person.name, "pattern": pattern, "rows": _rows_with(pattern)}


def _rows_with(pattern: str) -> int:
    """Rows of all tables that tell of them in any column."""
    rows = 0
    for model in apps.get_models():
        if issubclass(model, TenantRow):
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(
                    f"SELECT count(*) FROM {table} AS t WHERE t::text ~* %s",  # noqa: S608  # our own name
                    [pattern],
                )
                rows += cursor.fetchone()[0]
    return rows
