"""App configuration."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Associations and umbrellas; registers the start-up checks of isolation."""

    name = "tenants"
    verbose_name = "Tenants"

    def ready(self) -> None:
        """Register the system checks."""
        from tenants import checks  # noqa: F401  # registers on import
