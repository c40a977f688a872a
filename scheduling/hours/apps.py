"""App configuration."""

from django.apps import AppConfig


class HoursConfig(AppConfig):
    """What was done: hours of people, tallies of heads, months and their figures."""

    name = "scheduling.hours"
    label = "hours"

    def ready(self) -> None:
        """Name the work of the queues "figures" and "months", who may what, and where people are."""
        from django.utils.translation import gettext_lazy as _

        from scheduling.hours import rules, tasks  # noqa: F401  # rules register themselves
        from scheduling.hours.models import HoursEntry
        from tenants import wakeups
        from volunteers.register import person_data

        wakeups.register(queue="figures", start=tasks.start_refresh_figures)
        wakeups.register(queue="months", start=tasks.start_close_due_months)
        person_data.register(person_data.PersonData(model=HoursEntry, by="person", what=_("Hours")))
