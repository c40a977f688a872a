"""The guard of frozen years over what came later: totals of years, corrections, and open months shown early."""

from django.db import migrations

# A night takes rows of a frozen year away; it writes none.
GUARDED = (
    ("publishedtotal", "INSERT", "NEW"),
    ("correction", "INSERT", "NEW"),
    ("provisionalfigure", "INSERT", "NEW"),
    ("provisionalfigure", "UPDATE", "NEW"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("umbrella", "0006_totals_of_years_and_targets"),
    ]

    operations = [
        migrations.RunSQL(
            sql=f"CREATE TRIGGER umbrella_frozen_{event.lower()}_{rows.lower()} "
            f"AFTER {event} ON public.umbrella_{table} REFERENCING {rows} TABLE AS touched "
            "FOR EACH STATEMENT EXECUTE FUNCTION public.umbrella_frozen_guard()",
            reverse_sql=f"DROP TRIGGER umbrella_frozen_{event.lower()}_{rows.lower()} "
            f"ON public.umbrella_{table}",
        )
        for table, event, rows in GUARDED
    ]
