"""A closed month does not change, and nothing moves into it or out of it, but for corrections.

The guard finds the months' table in the schema of the table that fired it, so that a copy of the schema under
another name guards itself. It locks the months that it finds for sharing: whoever closes one waits for
writers, and writers wait for whoever closes.

A closed month takes a row with a correction of its own; one that counted is taken back for a reason, one that
was left behind comes to count for a reason. The rows name their correction by a foreign key, each correction
one row at most of either sort; so a reversal is as many minutes as what it takes back, and there is one. Who
erases somebody says so for the length of the transaction (`SET LOCAL rinnalla.erasing`); then the names in the
month may go, and nothing that its figures are made of.
"""

from django.db import migrations

GUARDED = ("hours_hoursentry", "hours_hourstally")

GUARD = """
CREATE FUNCTION hours_month_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    closed date;
    was jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
    will jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
    names text[] := ARRAY['person_id', 'approved_by', 'return_reason', 'label', 'external_id'];
    reversal text[] := ARRAY['state', 'reversal_id'];
    approval text[] := ARRAY['state', 'correction_id', 'approved_at', 'approved_by', 'return_reason'];
    since date := CASE TG_OP WHEN 'INSERT' THEN NEW.first_month WHEN 'DELETE' THEN OLD.first_month
                  ELSE least(OLD.first_month, NEW.first_month) END;
    until date := CASE TG_OP WHEN 'INSERT' THEN NEW.last_month WHEN 'DELETE' THEN OLD.last_month
                  ELSE greatest(OLD.last_month, NEW.last_month) END;
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('rinnalla.erasing', true) = 'on'
       AND was - names = will - names THEN
        RETURN NEW;
    END IF;
    EXECUTE format(
        'SELECT max(first_day) FROM (SELECT first_day, state FROM %I.hours_month '
        'WHERE first_day BETWEEN $1 AND $2 ORDER BY first_day FOR SHARE) AS m WHERE state = ''closed''',
        TG_TABLE_SCHEMA) INTO closed USING since, until;
    IF closed IS NULL
       OR (TG_OP = 'INSERT' AND will ->> 'state' = 'approved' AND will ->> 'correction_id' IS NOT NULL)
       OR (TG_OP = 'UPDATE' AND was ->> 'state' = 'approved' AND will ->> 'state' = 'reversed'
           AND was - reversal = will - reversal)
       OR (TG_OP = 'UPDATE' AND was ->> 'state' = 'submitted' AND will ->> 'state' = 'approved'
           AND will ->> 'correction_id' IS NOT NULL AND was - approval = will - approval) THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'hours_month_closed %', closed USING ERRCODE = 'check_violation';
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_tables")]

    operations = [
        migrations.RunSQL(sql=GUARD, reverse_sql="DROP FUNCTION hours_month_guard()"),
        *(
            migrations.RunSQL(
                sql=f"CREATE TRIGGER {table}_month_guard BEFORE INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION hours_month_guard()",
                reverse_sql=f"DROP TRIGGER {table}_month_guard ON {table}",
            )
            for table in GUARDED
        ),
    ]
