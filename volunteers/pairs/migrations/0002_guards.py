"""What the database itself holds of support pairs, whoever writes.

A pair becomes active only with an agreement of its own that both have signed, of the volunteer whom it has,
after a starting talk, and while the client is known. What both have signed stays as it is: only own words may
go, as when somebody is anonymised, the volunteer's name, and what says that a review was held.

Each function reads the tables in the schema of the table that fired it, so that a copy of the schema under
another name guards itself.
"""

from django.db import migrations

BEGINS = """
CREATE FUNCTION pairs_begin_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fits boolean;
BEGIN
    IF NEW.state <> 'active' OR (TG_OP = 'UPDATE' AND OLD.state = 'active'
                                 AND OLD.agreement_id IS NOT DISTINCT FROM NEW.agreement_id) THEN
        RETURN NEW;
    END IF;
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %1$I.pairs_agreement AS a JOIN %1$I.pairs_client AS c ON c.id = $2 '
        'WHERE a.id = $1 AND a.pair_id = $3 AND a.person_id = $4 AND c.blanked_at IS NULL '
        'AND a.client_signed_at IS NOT NULL AND a.volunteer_signed_at IS NOT NULL)',
        TG_TABLE_SCHEMA)
        INTO fits USING NEW.agreement_id, NEW.client_id, NEW.id, NEW.volunteer_id;
    IF NOT fits OR NEW.talked_on IS NULL THEN
        RAISE EXCEPTION 'pairs_active_needs_a_signed_agreement' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""

SIGNED = """
CREATE FUNCTION pairs_signed_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.client_signed_at IS NULL OR OLD.volunteer_signed_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE'
        OR (OLD.pair_id, OLD.number, OLD.from_on, OLD.to_on, OLD.rhythm, OLD.content, OLD.goals,
            OLD.limits_version, OLD.client_signed_at, OLD.volunteer_signed_at, OLD.signed_before)
           IS DISTINCT FROM
           (NEW.pair_id, NEW.number, NEW.from_on, NEW.to_on, NEW.rhythm, NEW.content, NEW.goals,
            NEW.limits_version, NEW.client_signed_at, NEW.volunteer_signed_at, NEW.signed_before)
    THEN
        RAISE EXCEPTION 'pairs_signed_agreement_stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("pairs", "0001_tables")]

    operations = [
        migrations.RunSQL(sql=BEGINS, reverse_sql="DROP FUNCTION pairs_begin_guard()"),
        migrations.RunSQL(sql=SIGNED, reverse_sql="DROP FUNCTION pairs_signed_guard()"),
        migrations.RunSQL(
            sql="CREATE TRIGGER pairs_begin_guard BEFORE INSERT OR UPDATE ON pairs_pair "
            "FOR EACH ROW EXECUTE FUNCTION pairs_begin_guard()",
            reverse_sql="DROP TRIGGER pairs_begin_guard ON pairs_pair",
        ),
        migrations.RunSQL(
            sql="CREATE TRIGGER pairs_signed_guard BEFORE UPDATE OR DELETE ON pairs_agreement "
            "FOR EACH ROW EXECUTE FUNCTION pairs_signed_guard()",
            reverse_sql="DROP TRIGGER pairs_signed_guard ON pairs_agreement",
        ),
    ]
