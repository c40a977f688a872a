"""Old code runs on the new tables: what a migration of one release may not do, as Django would write it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import AddField, AlterField, DeleteModel, RemoveField, RenameField, RenameModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState

from infra import migrations

TEXT = models.CharField(max_length=20)
REFUSED: dict[str, Callable[[], Operation]] = {
    "drops a column": lambda: RemoveField("thing", "word"),
    "renames a column": lambda: RenameField("thing", "word", "text"),
    "drops a table": lambda: DeleteModel("thing"),
    "renames a table": lambda: RenameModel("thing", "item"),
    "asks for a value": lambda: AddField("thing", "new", TEXT),
    "asks for a value that only new code knows": lambda: AddField(
        "thing", "new", models.CharField(max_length=20, default="")
    ),
    "asks for a value of a column that could be empty": lambda: AlterField("thing", "maybe", TEXT),
    "changes a type": lambda: AlterField("thing", "word", models.IntegerField()),
}
ALLOWED: dict[str, Callable[[], Operation]] = {
    "a column that may be empty": lambda: AddField(
        "thing", "new", models.CharField(max_length=20, null=True)
    ),
    "a column with its default in the database": lambda: AddField(
        "thing", "new", models.CharField(max_length=20, default="", db_default="")
    ),
    "a table": lambda: CreateModel("other", [("id", models.BigAutoField(primary_key=True)), ("word", TEXT)]),
}


def written(operation: Operation) -> list[str]:
    """The statements that Django would send for an operation on a small table."""
    before = ProjectState()
    table: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("word", models.CharField(max_length=20)),
        ("maybe", models.CharField(max_length=20, null=True)),
    ]
    CreateModel("thing", table).state_forwards("tenants", before)
    after = before.clone()
    operation.state_forwards("tenants", after)
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        operation.database_forwards("tenants", editor, before, after)
    return [line for line in editor.collected_sql if not line.startswith("--")]


@pytest.mark.parametrize("name", REFUSED)
def test_what_old_code_cannot_live_with_is_refused(db: None, name: str) -> None:
    assert migrations.stops_old_code(written(REFUSED[name]())) != []


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_only_added_is_let_through(db: None, name: str) -> None:
    assert migrations.stops_old_code(written(ALLOWED[name]())) == []
