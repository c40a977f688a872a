"""App configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages over several apps: landing, an association's front page, home and today."""

    name = "desk"
    label = "desk"

    def ready(self) -> None:
        """Register the rules, and what makes the files that people ask for."""
        from desk import (
            export,
            morning,
            rules,  # noqa: F401  # registers on import
        )
        from desk.messages import person_section
        from desk.my_data import files, needs as data_needs
        from desk.texts import trial
        from notifications import kinds, rounds
        from volunteers.register import needs, person_page
        from volunteers.register.services import downloads

        kinds.register(trial.KIND)
        downloads.register(maker=files.MAKER)
        downloads.register(maker=export.MAKER)
        person_page.register(person_section.SECTION)
        needs.register(data_needs.ERASURE)
        needs.register(data_needs.FEEDBACK)
        rounds.register(morning.ROUND)
        kinds.register(morning.KIND)
