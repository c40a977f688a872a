"""App configuration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages over several apps: landing, an association's front page, home and today."""

    name = "desk"
    label = "desk"
