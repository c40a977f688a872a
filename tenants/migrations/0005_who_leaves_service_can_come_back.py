"""No association leaves service without a copy that was read back, and none is deleted but by two people.

Whatever writes the state, and with whatever login, meets this guard. What was deleted stays so.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION public.tenants_state_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state = 'deleted' AND NEW.state <> 'deleted' THEN
        RAISE EXCEPTION 'tenants_deleted_stays' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'archived' AND OLD.state <> 'archived' AND NOT EXISTS (
        SELECT FROM public.tenants_archive
        WHERE association_id = NEW.id AND verified_at IS NOT NULL AND removed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'tenants_archived_without_copy' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'deleted' AND OLD.state <> 'deleted' AND (
        OLD.state <> 'archived' OR NOT EXISTS (
            SELECT FROM public.tenants_deletion
            WHERE association_id = NEW.id AND confirmed_at IS NOT NULL AND called_off_at IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'tenants_deleted_without_two' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0004_archives_and_deletions")]

    operations = [
        migrations.RunSQL(sql=GUARD, reverse_sql="DROP FUNCTION public.tenants_state_guard()"),
        migrations.RunSQL(
            sql="CREATE TRIGGER tenants_state_guard BEFORE UPDATE OF state ON public.tenants_association "
            "FOR EACH ROW EXECUTE FUNCTION public.tenants_state_guard()",
            reverse_sql="DROP TRIGGER tenants_state_guard ON public.tenants_association",
        ),
    ]
