"""App configuration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API's kit: authentication, errors, paging. Knows no domain."""

    name = "api"
    label = "api"
