"""App configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages over several apps: landing, an association's front page, home and today."""

    name = "desk"
    label = "desk"

    def ready(self) -> None:
        """Register the rules, and what makes the files that people ask for."""
        from desk import rules  # noqa: F401  # registers on import
        from desk.my_data import files
        from volunteers.register.services import downloads

        downloads.register(files.MAKER)
