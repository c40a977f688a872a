"""App configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Every outgoing message as a row with a life."""

    name = "notifications"
    label = "notifications"
