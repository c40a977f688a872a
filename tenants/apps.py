"""App configuration."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Associations and umbrellas; registers the start-up checks of isolation."""

    name = "tenants"
    verbose_name = "Tenants"

    def ready(self) -> None:
        """Register the system checks, and have unhandled errors logged in our own words."""
        from django.core.signals import got_request_exception

        from tenants import checks  # noqa: F401  # registers on import
        from tenants.logs import note_unhandled

        got_request_exception.connect(note_unhandled)
