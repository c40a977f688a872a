"""App configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The association's own figures, told as a whole."""

    name = "reports"
    label = "reports"
