"""App configuration."""

from django.apps import AppConfig


class LocalConfig(AppConfig):
    """The demo's own pages. Without tables: its mail and its list of sign-ins are files."""

    name = "local"
    verbose_name = "Demo"

    def ready(self) -> None:
        """Register the check that keeps the demo out of production."""
        from local import checks  # noqa: F401  # registers on import
