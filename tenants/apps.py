"""App configuration."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Associations and umbrellas; listens to Django for what went wrong in a request."""

    name = "tenants"
    verbose_name = "Tenants"

    def ready(self) -> None:
        """Connect to Django's signal, its only way to tell."""
        from tenants import signals  # noqa: F401  # connects on import
