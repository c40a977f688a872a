"""The function by which an association wakes its own queues, and nobody else's.

It runs as the owner and takes the association from the role that called it: `role` keeps its value inside a
SECURITY DEFINER function. Outside an association it raises, since the schema's name would be null. It only
appends: two transactions that wake the same queue never wait for each other (see tenants.wakeups).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_tables")]

    operations = [
        migrations.RunSQL(
            sql="""
CREATE FUNCTION extensions.wake(queue text, due_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.tenants_wakeup (schema_name, queue, due_at)
    SELECT CASE WHEN current_setting('role') LIKE 't\\_%'
                THEN substr(current_setting('role'), 3) END,
           wake.queue, wake.due_at
$$
""",
            reverse_sql="DROP FUNCTION extensions.wake(text, timestamptz)",
        ),
        migrations.RunSQL(
            sql="REVOKE ALL ON FUNCTION extensions.wake(text, timestamptz) FROM PUBLIC",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
