"""App configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Every outgoing message as a row with a life."""

    name = "notifications"
    label = "notifications"

    def ready(self) -> None:
        """Say what sends the messages of an association that has some due."""
        from notifications import tasks
        from notifications.services import QUEUE
        from tenants import wakeups

        wakeups.register(queue=QUEUE, start=tasks.start_deliver_due, rests_when_suspended=True)
