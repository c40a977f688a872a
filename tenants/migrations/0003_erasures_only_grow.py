"""The list of erasures only grows: no login that serves people can read what it holds, or take from it."""

from django.db import migrations

from tenants.bootdb import APP

TABLE = "public.tenants_erasureentry"


class Migration(migrations.Migration):
    replaces = [("tenants", "0005_erasures_only_grow")]

    dependencies = [("tenants", "0002_wake")]

    operations = [
        migrations.RunSQL(
            sql=f"REVOKE SELECT, UPDATE, DELETE ON {TABLE} FROM {APP}",
            reverse_sql=f"GRANT SELECT, UPDATE, DELETE ON {TABLE} TO {APP}",
        ),
    ]
