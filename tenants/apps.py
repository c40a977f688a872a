"""App configuration."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Associations and umbrellas; listens to Django for what went wrong in a request."""

    name = "tenants"
    verbose_name = "Tenants"

    def ready(self) -> None:
        """Connect to Django's signals: a row that came from elsewhere, an error that no page caught."""
        from django.core.signals import got_request_exception

        from tenants import signals  # noqa: F401  # connects on import
        from tenants.logs import note_unhandled

        got_request_exception.connect(note_unhandled)
