"""App configuration."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    """Shifts and who comes."""

    name = "scheduling.shifts"
    label = "shifts"
