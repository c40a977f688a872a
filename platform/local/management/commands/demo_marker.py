"""In how many rows of the whole database a word stands in clear: for the check of clients' privacy."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

_TABLES = (
    "SELECT schemaname, tablename FROM pg_tables "
    "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
)


class Command(BaseCommand):
    """Reads as the owner, who sees all rows of all associations and of the federation."""

    requires_system_checks = []
    help = "Write in how many rows of all tables a word stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which word, and the file for the check."""
        parser.add_argument("word")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """One JSON object."""
        file: Path = options["file"]
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)
            tables = cursor.fetchall()
            found = [self._rows(cursor, schema, table, options["word"]) for schema, table in tables]
        file.write_text(json.dumps({"rows": sum(found), "tables": len(tables)}), encoding="utf-8")

    def _rows(self, cursor: Any, schema: str, table: str, word: str) -> int:
        where = ".".join(connection.ops.quote_name(name) for name in (schema, table))
        cursor.execute(f"SELECT count(*) FROM {where} AS t WHERE t::text ILIKE %s", [f"%{word}%"])  # noqa: S608  # the database's own names
        return int(cursor.fetchone()[0])
