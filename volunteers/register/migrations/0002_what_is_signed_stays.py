"""A text that somebody has signed does not change, and neither does a signature.

The guard looks into the schema of the table that fired it, so that a copy of the schema under another name
guards itself. Only who is erased leaves a signature, their own or one that they noted for others.
"""

from django.db import migrations

TEXT_GUARD = """
CREATE FUNCTION register_agreement_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    signed boolean;
BEGIN
    IF current_setting('rinnalla.erasing', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I.register_signature WHERE text_id = $1)', TG_TABLE_SCHEMA)
        INTO signed USING OLD.id;
    IF signed THEN
        RAISE EXCEPTION 'register_agreement_signed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$
"""
SIGNATURE_GUARD = """
CREATE FUNCTION register_signature_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('rinnalla.erasing', true) = 'on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'register_signature_stays' USING ERRCODE = 'check_violation';
END
$$
"""


class Migration(migrations.Migration):
    replaces = [("register", "0005_what_is_signed_stays")]

    dependencies = [("register", "0001_tables")]

    operations = [
        migrations.RunSQL(sql=TEXT_GUARD, reverse_sql="DROP FUNCTION register_agreement_guard()"),
        migrations.RunSQL(sql=SIGNATURE_GUARD, reverse_sql="DROP FUNCTION register_signature_guard()"),
        migrations.RunSQL(
            sql="CREATE TRIGGER register_agreement_guard BEFORE UPDATE OR DELETE ON register_agreementtext "
            "FOR EACH ROW EXECUTE FUNCTION register_agreement_guard()",
            reverse_sql="DROP TRIGGER register_agreement_guard ON register_agreementtext",
        ),
        migrations.RunSQL(
            sql="CREATE TRIGGER register_signature_guard BEFORE UPDATE ON register_signature "
            "FOR EACH ROW EXECUTE FUNCTION register_signature_guard()",
            reverse_sql="DROP TRIGGER register_signature_guard ON register_signature",
        ),
    ]
