"""App configuration."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The association's register: people, periods, roles, sites, and the trail of changes."""

    name = "volunteers.register"
    label = "register"
