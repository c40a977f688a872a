"""An index without a lock, then a step that fails or dies where a test says so: not one transaction."""

import os
import signal
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def stop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.schema_name == os.environ.get("TESTS_DIE_HALF_IN"):
        os.kill(os.getpid(), signal.SIGKILL)
    if schema_editor.connection.schema_name == os.environ.get("TESTS_FAIL_HALF_IN"):
        raise ValueError("the step does not work here")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("shifts", "later_1")]
    operations = [
        AddIndexConcurrently("shift", models.Index(fields=["later_note"], name="shift_by_later_note")),
        migrations.RunPython(stop, migrations.RunPython.noop),
        migrations.AddField(
            "shift", "later_word", models.CharField(max_length=20, default="", db_default="")
        ),
    ]
