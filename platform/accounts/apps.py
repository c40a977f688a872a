"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Logins; listens to allauth, which is the only place where signals are ours to use."""

    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Connect to allauth's signals and register the rights that need no domain."""
        from accounts import rules, sessions, signals  # noqa: F401  # register on import
        from web import language

        language.remember_with(sessions.remember_language)
