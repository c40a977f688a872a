"""A closed month does not change, and nothing moves into it or out of it.

The guard finds the months' table in the schema of the table that fired it, so that a copy of the schema under
another name guards itself. It locks the months that it finds for sharing: whoever closes one waits for
writers, and writers wait for whoever closes.
"""

from django.db import migrations

GUARDED = ("hours_hoursentry", "hours_hourstally")

GUARD = """
CREATE FUNCTION hours_month_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    closed date;
    since date := CASE TG_OP WHEN 'INSERT' THEN NEW.first_month WHEN 'DELETE' THEN OLD.first_month
                  ELSE least(OLD.first_month, NEW.first_month) END;
    until date := CASE TG_OP WHEN 'INSERT' THEN NEW.last_month WHEN 'DELETE' THEN OLD.last_month
                  ELSE greatest(OLD.last_month, NEW.last_month) END;
BEGIN
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
    dependencies = [("hours", "0001_first")]

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
