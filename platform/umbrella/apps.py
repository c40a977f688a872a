"""App configuration."""

from django.apps import AppConfig


class UmbrellaConfig(AppConfig):
    """The federation: exact figures, suppression, published releases and their pages."""

    name = "umbrella"
    label = "umbrella"
