"""Two questions to the migrations: do they say what the models say, and can old code run beside them?

Both need a database of PostgreSQL's kind, so a small one is started and thrown away. First migrations of an
app are not linted: they make tables that nobody uses yet.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

from infra.stack import running

ROOT = Path(__file__).resolve().parent.parent


def our_apps() -> list[str]:
    """The labels of the apps of this checkout; others' migrations are not ours to change."""
    return sorted(config.label for config in apps.get_app_configs() if _is_ours(Path(config.path)))


def _is_ours(folder: Path) -> bool:
    # An environment inside the checkout holds others' apps.
    return folder.is_relative_to(ROOT) and "site-packages" not in folder.parts


def models_are_covered() -> bool:
    """Whether no model has changed without a migration; prints what is missing."""
    try:
        call_command("makemigrations", check_changes=True, dry_run=True)
    except SystemExit:
        print("Models and migrations differ: run makemigrations, and name the migration by what it is for.")
        return False
    return True


def stops_old_code(statements: list[str]) -> list[str]:
    """Why the release before could not work on tables changed by these statements; empty where it could.

    Additions only: nothing that it reads goes away or gets another name or type, and what it writes without
    knowing of a new column is taken (so that column is empty or has its default in the database).
    """
    errors, _ignored, _warnings = analyse_sql_statements(PostgresqlAnalyser, statements)
    return [error.code for error in errors]


def deploys_without_a_stop() -> bool:
    """Whether the release before keeps running on the new tables; prints what would stop it."""
    linter = MigrationLinter(
        str(ROOT),
        include_apps=our_apps(),
        no_cache=True,
        ignore_initial_migrations=True,
        analyser_string="postgresql",
        quiet=["ok", "ignore"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return not linter.has_errors


def main() -> int:
    """Check both; returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="rinnalla-migrations-") as folder:
        # The server may run as another user, who has to come in.
        Path(folder).chmod(0o755)
        with running(Path(folder), database="migrations", redis=False) as stack:
            os.environ.update(stack.environment("owner"))
            django.setup()
            answers = [models_are_covered(), deploys_without_a_stop()]
            connections.close_all()
    return 0 if all(answers) else 1


if __name__ == "__main__":
    sys.exit(main())
