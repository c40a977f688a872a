"""App configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Every outgoing message as a row with a life."""

    name = "notifications"
    label = "notifications"

    def ready(self) -> None:
        """Say what sends the messages of an association that has some due, and what a copy of one sends."""
        from notifications import rounds, selectors, services, tasks
        from tenants import wakeups
        from tenants.backup import steps

        wakeups.register(
            queue=services.QUEUE,
            start=tasks.start_deliver_due,
            moments=selectors.moments_of_waiting,
            rests_when_suspended=True,
        )
        for queue, start in (
            (rounds.QUEUES["day"], tasks.start_daily_rounds),
            (rounds.QUEUES["hour"], tasks.start_hourly_rounds),
        ):
            wakeups.register(queue=queue, start=start, moments=rounds.moments, rests_when_suspended=True)
        steps.register("notifications.after_restore", services.after_restore)
