"""App configuration."""

from django.apps import AppConfig


class HoursConfig(AppConfig):
    """What was done: hours of people, tallies of heads, months and their figures."""

    name = "scheduling.hours"
    label = "hours"

    def ready(self) -> None:
        """Name the work of the queues "figures" and "months"."""
        from scheduling.hours import tasks
        from tenants import jobs, wakeups

        def start_figures(schema_name: str) -> None:
            jobs.start(tasks.refresh_figures, schema_name=schema_name)

        def start_months(schema_name: str) -> None:
            jobs.start(tasks.close_due_months, schema_name=schema_name)

        wakeups.register(queue="figures", start=start_figures)
        wakeups.register(queue="months", start=start_months)
