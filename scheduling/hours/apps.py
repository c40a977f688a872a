"""App configuration."""

from django.apps import AppConfig


class HoursConfig(AppConfig):
    """What was done: hours of people, tallies of heads, months and their figures."""

    name = "scheduling.hours"
    label = "hours"
