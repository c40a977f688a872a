"""PostgreSQL keeps the two stores apart: pages read what is published, the figures login alone does the rest."""

from django.db import migrations

from tenants.bootdb import APP, FIGURES

EXACT = (
    "exact_figure",
    "exact_role_figure",
    "released_cell",
    "released_role_cell",
    "suppression_partner",
    "provisional_basis",
    "held_back",
)
PUBLISHED = (
    "release",
    "publishedfigure",
    "publishedrolefigure",
    "provisionalfigure",
    "distinctpeople",
    "night",
)
# The figures login says of a release that it is to be told; the app sends the mail.
TOLD = "releasenews"
READ = ("umbrella", "district", "association", "affiliation")


def _statements() -> list[tuple[str, str]]:
    pairs = [
        (
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON figures.{table} TO {FIGURES}",
            f"REVOKE ALL ON figures.{table} FROM {FIGURES}",
        )
        for table in EXACT
    ]
    for table in PUBLISHED:
        pairs += [
            (
                f"REVOKE INSERT, UPDATE, DELETE ON public.umbrella_{table} FROM {APP}",
                f"GRANT INSERT, UPDATE, DELETE ON public.umbrella_{table} TO {APP}",
            ),
            (
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON public.umbrella_{table} TO {FIGURES}",
                f"REVOKE ALL ON public.umbrella_{table} FROM {FIGURES}",
            ),
        ]
    pairs.append(
        (
            f"GRANT SELECT, INSERT ON public.umbrella_{TOLD} TO {FIGURES}",
            f"REVOKE ALL ON public.umbrella_{TOLD} FROM {FIGURES}",
        )
    )
    pairs += [
        (
            f"GRANT SELECT ON public.tenants_{table} TO {FIGURES}",
            f"REVOKE ALL ON public.tenants_{table} FROM {FIGURES}",
        )
        for table in READ
    ]
    return pairs


class Migration(migrations.Migration):
    dependencies = [("umbrella", "0001_tables")]

    operations = [migrations.RunSQL(sql=there, reverse_sql=back) for there, back in _statements()]
