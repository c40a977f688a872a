"""A closed month may lose the names in it when somebody is erased, and nothing that its figures are made of.

Who erases says so for the length of the transaction (`SET LOCAL rinnalla.erasing`): a guard against code that
forgets, as the whole trigger is. All else is as it was.
"""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION hours_month_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    closed date;
    names text[] := ARRAY['person_id', 'approved_by', 'return_reason', 'label', 'external_id'];
    since date := CASE TG_OP WHEN 'INSERT' THEN NEW.first_month WHEN 'DELETE' THEN OLD.first_month
                  ELSE least(OLD.first_month, NEW.first_month) END;
    until date := CASE TG_OP WHEN 'INSERT' THEN NEW.last_month WHEN 'DELETE' THEN OLD.last_month
                  ELSE greatest(OLD.last_month, NEW.last_month) END;
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('rinnalla.erasing', true) = 'on'
       AND to_jsonb(OLD) - names = to_jsonb(NEW) - names THEN
        RETURN NEW;
    END IF;
    EXECUTE format(
        'SELECT max(first_day) FROM (SELECT first_day, state FROM %I.hours_month '
        'WHERE first_day BETWEEN $1 AND $2 ORDER BY first_day FOR SHARE) AS m WHERE state = ''closed''',
        TG_TABLE_SCHEMA) INTO closed USING since, until;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'hours_month_closed %', closed USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0004_shift_imported_once")]

    # Going back leaves it: older code never says that it erases.
    operations = [migrations.RunSQL(sql=GUARD, reverse_sql=migrations.RunSQL.noop)]
