"""Hours that are written down already belong to the grant target that pays for their role now.

So nothing moves today, and what a role is paid by later takes nothing of what was done before. The guard of
closed months lets the target be written where there is none, for the length of this; then it is as it was.
"""

from importlib import import_module

from django.db import migrations

GUARD: str = import_module("scheduling.hours.migrations.0002_closed_months").GUARD
STRICT = GUARD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
FILLING = STRICT.replace(
    "    IF closed IS NULL\n",
    "    IF closed IS NULL\n"
    "       OR (TG_OP = 'UPDATE' AND was ->> 'grant_target_id' IS NULL\n"
    "           AND was - 'grant_target_id' = will - 'grant_target_id')\n",
    1,
)
FILL = """
UPDATE {table} row SET grant_target_id = role.grant_target_id FROM register_volunteerrole role
WHERE role.id = row.role_id AND row.grant_target_id IS NULL AND role.grant_target_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0005_own_grant_target_and_nights")]

    operations = [
        migrations.RunSQL(
            sql=[
                FILLING,
                FILL.format(table="hours_hoursentry"),
                FILL.format(table="hours_hourstally"),
                STRICT,
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
