"""App configuration."""

from datetime import date

from django.apps import AppConfig


class PremisesConfig(AppConfig):
    """Spaces and equipment, who has them when, and how many came."""

    name = "scheduling.premises"
    label = "premises"

    def ready(self) -> None:
        """Have the figures made with those of hours, and tell what is on in the house."""
        from scheduling.activities import public_calendar
        from scheduling.activities.importing import beside
        from scheduling.hours import after_figures, untold
        from scheduling.premises import (
            at_sites,
            in_public,
            rules,  # noqa: F401  # rules register themselves
            untold as own_untold,
            year_lines as own_lines,
        )
        from scheduling.premises.services import figures, imports
        from volunteers.register import needs, site_uses, year_lines

        def refresh(_schema_name: str, first_days: list[date]) -> None:
            figures.make_figures(first_days=first_days)

        after_figures.register(refresh)
        site_uses.register(at_sites.USE)
        beside.register(imports.KIND)
        public_calendar.register(in_public.ahead)
        untold.register(own_untold.UNSAID)
        needs.register(untold.need(own_untold.UNSAID))
        year_lines.register(own_lines.TELLER)
