"""What a closed month lacks comes late, with a reason: a booking nobody noted, and how many came to one.

A booking is noted in a closed month as booked, which counts nothing; what became of it is told once, by a step
that changes nothing else. All else stays as it was.
"""

from django.db import migrations, models

GUARD = """
CREATE OR REPLACE FUNCTION premises_month_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    closed date;
    late boolean := false;
    was jsonb := '{}';
    said jsonb := '{}';
    told text[] := ARRAY['state', 'attendance', 'method', 'basis', 'late_reason'];
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
        IF TG_OP = 'INSERT' THEN
            late := said ->> 'state' = 'booked' AND said ->> 'late_reason' <> '';
        ELSIF TG_OP = 'UPDATE' THEN
            late := was ->> 'state' = 'booked' AND said ->> 'state' IN ('held', 'no_show')
                    AND said ->> 'late_reason' <> '' AND was - told = said - told;
        END IF;
        IF NOT coalesce(late, false) THEN
            RAISE EXCEPTION 'premises_month_closed %', closed USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("premises", "0004_own_grant_target")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="late_reason",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.RunSQL(sql=GUARD, reverse_sql=migrations.RunSQL.noop),
    ]
