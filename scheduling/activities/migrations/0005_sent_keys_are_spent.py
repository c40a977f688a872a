"""A mark with which a number was sent is spent for good, also when the number has gone."""

import django.db.models.deletion
from django.db import migrations, models

SPENT_BEFORE = """
INSERT INTO activities_sentkey (key, count_id)
SELECT sent_key, id FROM activities_count WHERE sent_key IS NOT NULL ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_tablets_open_once")]

    operations = [
        migrations.CreateModel(
            name="SentKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                (
                    "count",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="keys",
                        to="activities.count",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(SPENT_BEFORE, reverse_sql=migrations.RunSQL.noop),
    ]
