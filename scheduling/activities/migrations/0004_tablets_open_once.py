"""A tablet opens its link once, and is a row of its own.

The columns in which a place kept a link that went on working stay for the release before, with what stands
for none as their default; that release finds no link in them.
"""

import django.db.models.deletion
from django.db import migrations, models

NO_LINKS = """
ALTER TABLE activities_tallyplace ALTER COLUMN tablet_hash SET DEFAULT '';
UPDATE activities_tallyplace SET tablet_hash = '', tablet_until = NULL WHERE tablet_hash <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_places_and_dialogues")]

    operations = [
        migrations.CreateModel(
            name="TallyTablet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=160)),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tablet",
                        to="activities.tallyplace",
                    ),
                ),
            ],
            options={"ordering": ["created_at", "id"], "abstract": False},
        ),
        migrations.AddConstraint(
            model_name="tallytablet",
            constraint=models.CheckConstraint(
                condition=models.Q(("created_at__lt", models.F("ends_at"))), name="tallytablet_ends"
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint(model_name="tallyplace", name="tally_place_tablet_once"),
                migrations.RemoveConstraint(model_name="tallyplace", name="tally_place_tablet_ends"),
                migrations.RemoveField(model_name="tallyplace", name="tablet_hash"),
                migrations.RemoveField(model_name="tallyplace", name="tablet_until"),
            ],
            database_operations=[migrations.RunSQL(NO_LINKS, reverse_sql=migrations.RunSQL.noop)],
        ),
    ]
