"""A column, and rows that are gone over; dies where a test says so."""

import os
import signal
from typing import Any

from django.db import migrations, models

from tests.tenants.ahead import LATEST


def die(apps: Any, schema_editor: Any) -> None:
    apps.get_model("shifts", "Shift").objects.update(later_note="")
    if schema_editor.connection.schema_name == os.environ.get("TESTS_DIE_IN"):
        os.kill(os.getpid(), signal.SIGKILL)


class Migration(migrations.Migration):
    dependencies = [("shifts", LATEST)]
    operations = [
        migrations.AddField(
            "shift", "later_note", models.CharField(max_length=20, default="", db_default="")
        ),
        migrations.RunPython(die, migrations.RunPython.noop),
    ]
