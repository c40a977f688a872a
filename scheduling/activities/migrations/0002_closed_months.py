"""A closed month keeps its occasions and its counts, and nothing moves into it or out of it.

A number that was wrong stays as well: a later row stands in its place, about the very same thing, approved and
with a reason. The guard finds the months' table in the schema of the table that fired it, so that a copy of
the schema under another name guards itself, and locks the months that it finds for sharing, as that of hours.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION activities_month_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    closed date;
    months date[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.first_month] WHEN 'DELETE' THEN ARRAY[OLD.first_month]
                     ELSE ARRAY[OLD.first_month, NEW.first_month] END;
BEGIN
    EXECUTE format(
        'SELECT max(first_day) FROM (SELECT first_day, state FROM %I.hours_month '
        'WHERE first_day = ANY($1) ORDER BY first_day FOR SHARE) AS m WHERE state = ''closed''',
        TG_TABLE_SCHEMA) INTO closed USING months;
    IF closed IS NOT NULL AND NOT (
        TG_OP = 'INSERT' AND TG_TABLE_NAME = 'activities_count'
        AND to_jsonb(NEW) -> 'corrects_id' <> 'null' AND to_jsonb(NEW) ->> 'state' = 'approved'
    ) THEN
        RAISE EXCEPTION 'activities_month_closed %', closed USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$
"""

# A correction says another number of the same thing: only what it says differs from what it corrects.
SAME = """
CREATE FUNCTION activities_corrects_the_same() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    corrected jsonb;
    said text[] := ARRAY['id', 'uuid', 'quantity', 'method', 'basis', 'state', 'source', 'sent_key',
                         'corrects_id', 'reason', 'created_at'];
BEGIN
    EXECUTE format('SELECT to_jsonb(c) FROM %I.activities_count c WHERE id = $1', TG_TABLE_SCHEMA)
        INTO corrected USING NEW.corrects_id;
    IF corrected - said IS DISTINCT FROM to_jsonb(NEW) - said THEN
        RAISE EXCEPTION 'activities_corrects_another' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_tables"), ("hours", "0002_closed_months")]

    operations = [
        migrations.RunSQL(sql=GUARD, reverse_sql="DROP FUNCTION activities_month_guard()"),
        migrations.RunSQL(sql=SAME, reverse_sql="DROP FUNCTION activities_corrects_the_same()"),
        *(
            migrations.RunSQL(
                sql=f"CREATE TRIGGER {table}_month_guard BEFORE INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION activities_month_guard()",
                reverse_sql=f"DROP TRIGGER {table}_month_guard ON {table}",
            )
            for table in ("activities_activity", "activities_count")
        ),
        migrations.RunSQL(
            sql="CREATE TRIGGER activities_count_same BEFORE INSERT OR UPDATE ON activities_count "
            "FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL) "
            "EXECUTE FUNCTION activities_corrects_the_same()",
            reverse_sql="DROP TRIGGER activities_count_same ON activities_count",
        ),
    ]
