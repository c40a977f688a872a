"""What a closed month lacks comes late, with a reason: an occasion nobody told of, and a number nobody noted.

An occasion is put into the calendar of a closed month as planned, which counts nothing; what became of it is
told once, by a step that changes nothing else. A number is added approved. All else stays as it was.
"""

from django.db import migrations, models

GUARD = """
CREATE OR REPLACE FUNCTION activities_month_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    closed date;
    late boolean := false;
    was jsonb := '{}';
    said jsonb := '{}';
    told text[] := ARRAY['state', 'cancel_reason', 'late_reason'];
    months date[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.first_month] WHEN 'DELETE' THEN ARRAY[OLD.first_month]
                     ELSE ARRAY[OLD.first_month, NEW.first_month] END;
BEGIN
    EXECUTE format(
        'SELECT max(first_day) FROM (SELECT first_day, state FROM %I.hours_month '
        'WHERE first_day = ANY($1) ORDER BY first_day FOR SHARE) AS m WHERE state = ''closed''',
        TG_TABLE_SCHEMA) INTO closed USING months;
    IF closed IS NOT NULL THEN
        IF TG_OP <> 'DELETE' THEN said := to_jsonb(NEW); END IF;
        IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD); END IF;
        IF TG_TABLE_NAME = 'activities_count' AND TG_OP = 'INSERT' THEN
            late := said ->> 'state' = 'approved' AND (said -> 'corrects_id' <> 'null' OR said ->> 'reason' <> '');
        ELSIF TG_TABLE_NAME = 'activities_activity' AND TG_OP = 'INSERT' THEN
            late := said ->> 'state' = 'planned' AND said ->> 'late_reason' <> '';
        ELSIF TG_TABLE_NAME = 'activities_activity' AND TG_OP = 'UPDATE' THEN
            late := was ->> 'state' = 'planned' AND said ->> 'state' <> 'planned'
                    AND said ->> 'late_reason' <> '' AND was - told = said - told;
        END IF;
        IF NOT coalesce(late, false) THEN
            RAISE EXCEPTION 'activities_month_closed %', closed USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0005_names_in_closed_groups")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="late_reason",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.RemoveConstraint(model_name="count", name="count_corrects_for_a_reason"),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="count_corrects_for_a_reason",
            ),
        ),
        migrations.RunSQL(sql=GUARD, reverse_sql=migrations.RunSQL.noop),
    ]
