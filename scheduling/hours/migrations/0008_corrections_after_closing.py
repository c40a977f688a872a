"""A closed month takes corrections, and nothing else: a row with a correction of its own comes in, one that
counted is taken back for a reason, one that was left behind comes to count for a reason. No row loses a word.

The rows name their correction by a foreign key, each correction one row at most of either sort; so a reversal
is as many minutes as what it takes back, and there is one.
"""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION hours_month_guard() RETURNS trigger
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
    dependencies = [("hours", "0007_corrections_and_years")]

    # Going back leaves it: older code makes no corrections.
    operations = [migrations.RunSQL(sql=GUARD, reverse_sql=migrations.RunSQL.noop)]
