"""Each role of the catalogue has its first edition, and editions are added and never changed."""

from typing import Any

from django.db import migrations

from tenants import clock
from tenants.bootdb import APP

# What the role says now, of those that were there before there were editions and were never changed since.
FIRST = """
INSERT INTO public.tenants_catalogueedition (role_id, number, said, at, by_name)
SELECT r.id, r.edition, jsonb_build_object(
    'name_fi', r.name_fi, 'name_sv', r.name_sv, 'name_en', r.name_en,
    'description_fi', r.description_fi, 'description_sv', r.description_sv,
    'description_en', r.description_en, 'family', r.family, 'counting_unit', r.counting_unit,
    'discreet', r.discreet, 'minimum_age', r.minimum_age, 'needs_agreement', r.needs_agreement,
    'needs_confidentiality', r.needs_confidentiality, 'supervision', r.supervision,
    'supervision_every_days', r.supervision_every_days, 'retired', r.retired_at IS NOT NULL
), %s, ''
FROM public.tenants_cataloguerole r
WHERE NOT EXISTS (
    SELECT FROM public.tenants_catalogueedition e WHERE e.role_id = r.id AND e.number = r.edition)
"""


def write_first(apps: Any, schema_editor: Any) -> None:
    """Once for each role: it may run again after a stop."""
    schema_editor.execute(FIRST, [clock.now()])


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0007_affiliations_in_time"),
    ]

    operations = [
        migrations.RunPython(write_first, migrations.RunPython.noop),
        migrations.RunSQL(
            sql=f"REVOKE UPDATE, DELETE ON public.tenants_catalogueedition FROM {APP}",
            reverse_sql=f"GRANT UPDATE, DELETE ON public.tenants_catalogueedition TO {APP}",
        ),
    ]
