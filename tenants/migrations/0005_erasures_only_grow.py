"""The list of erasures only grows: no login that serves people can read what it holds, or take from it."""

from django.db import migrations

from tenants.bootdb import APP

TABLE = "public.tenants_erasureentry"


class Migration(migrations.Migration):
    dependencies = [("tenants", "0004_copies_and_erasures")]

    operations = [
        migrations.RunSQL(
            sql=f"REVOKE SELECT, UPDATE, DELETE ON {TABLE} FROM {APP}",
            reverse_sql=f"GRANT SELECT, UPDATE, DELETE ON {TABLE} TO {APP}",
        ),
    ]
