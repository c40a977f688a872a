"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The association's own figures, told as a whole."""

    name = "reports"
    label = "reports"

    def ready(self) -> None:
        """Make the rules known, and which words the federation may offer."""
        from reports import rules  # noqa: F401  # rules register themselves
        from reports.annual import places

        places.announce()
