"""App configuration."""

from django.apps import AppConfig


class HoursConfig(AppConfig):
    """What was done: hours of people, tallies of heads, months and their figures."""

    name = "scheduling.hours"
    label = "hours"

    def ready(self) -> None:
        """Name the work of the queues "figures" and "months"."""
        from scheduling.hours import tasks
        from tenants import wakeups

        wakeups.register(queue="figures", start=tasks.start_refresh_figures)
        wakeups.register(queue="months", start=tasks.start_close_due_months)
