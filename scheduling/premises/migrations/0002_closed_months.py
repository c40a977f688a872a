"""A closed month keeps its bookings, and nothing moves into it or out of it.

A number of people that was wrong stays as well: a correction stands beside it. The guard finds the months'
table in the schema of the table that fired it, so that a copy of the schema under another name guards itself,
and locks the months that it finds for sharing, as that of hours.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION premises_month_guard() RETURNS trigger
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
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'premises_month_closed %', closed USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("premises", "0001_tables"), ("hours", "0002_closed_months")]

    operations = [
        migrations.RunSQL(sql=GUARD, reverse_sql="DROP FUNCTION premises_month_guard()"),
        migrations.RunSQL(
            sql="CREATE TRIGGER premises_booking_month_guard BEFORE INSERT OR UPDATE OR DELETE "
            "ON premises_booking FOR EACH ROW EXECUTE FUNCTION premises_month_guard()",
            reverse_sql="DROP TRIGGER premises_booking_month_guard ON premises_booking",
        ),
    ]
